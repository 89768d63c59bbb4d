import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { ArrivalPanel } from '@/components/source/arrival-panel'
import { ConnectSnippets } from '@/components/source/connect-snippets'
import { TokenCard } from '@/components/source/token-card'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { getArrival } from '@/db/queries/get-arrival'
import { getSource } from '@/db/queries/get-source'
import { isHttps } from '@/lib/auth/client-request'
import { orNotFound } from '@/lib/auth/found'
import { revealedToken } from '@/lib/auth/revealed-token'
import { requireViewer } from '@/lib/auth/viewer'
import { config } from '@/lib/config'
import { endpointsFor } from '@/lib/connect/endpoints'
import { snippetsFor } from '@/lib/connect/snippets'
import { mayIn } from '@/lib/model/scope'
import { createShownTokenAction, hideTokenAction } from '../../actions'

export const metadata: Metadata = { title: 'Connect a source' }

type Props = { params: Promise<{ id: string }> }

export default async function ConnectPage({ params }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const source = await orNotFound(getSource(scope, id))
  if (source.kind === 'runledger') notFound()
  const [token, arrival, head] = await Promise.all([
    revealedToken(source.id),
    getArrival(scope, source.id),
    headers(),
  ])
  const host = head.get('x-forwarded-host') ?? head.get('host') ?? new URL(config().url).host
  const opened = { host, isHttps: isHttps(head) }
  const endpoints = endpointsFor(opened, config())
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={`Connect ${source.name}`}
        description="Copy one of these, run it, and watch what arrives."
        actions={<ButtonLink href={`/sources/${source.id}`}>Source page</ButtonLink>}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <TokenCard
            sourceId={source.id}
            token={token}
            mayCreate={mayIn(scope, 'token.write', source.teamId)}
            createAction={createShownTokenAction}
            hideAction={hideTokenAction}
          />
          <ConnectSnippets
            snippets={snippetsFor({ ...endpoints, token, service: source.slug })}
            kind={source.kind}
          />
        </div>
        <div className="order-first lg:sticky lg:top-18 lg:order-none">
          <ArrivalPanel sourceId={source.id} initial={arrival} />
        </div>
      </div>
    </div>
  )
}
