import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { NamePlace } from '@/components/frame/name-place'
import { ArrivalPanel } from '@/components/source/arrival-panel'
import { OwnersHint } from '@/components/source/owners-hint'
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
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { mayIn } from '@/lib/model/scope'
import { loadConnectParams } from './search-params'
import { ToolWays } from './tool-ways'

export const metadata: Metadata = { title: 'Connect a source' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ConnectPage({ params, searchParams }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const source = await orNotFound(getSource(scope, id), { scope, kind: 'source', id })
  if (source.kind === 'runledger') notFound()
  const [{ way }, token, secret, arrival, opened] = await Promise.all([
    loadConnectParams(searchParams),
    revealedToken(source.id),
    revealedToken(source.id, 'secret'),
    getArrival(scope, source.id),
    openedAddress(),
  ])
  const origin = `${opened.isHttps ? 'https' : 'http'}://${opened.host}`
  return (
    <div className="flex flex-col gap-6">
      <NamePlace id={source.id} name={source.name} />
      <PageHeader
        title={`Connect ${source.name}`}
        description="Copy this to where the tool runs, and watch what arrives."
        actions={<ButtonLink href={`/sources/${source.id}`}>Source page</ButtonLink>}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <ToolWays
            scope={scope}
            source={source}
            guide={toolGuideOf(source.kind)}
            wayId={way}
            places={{
              ...endpointsFor(opened, config()),
              ...{ token, secret, console: origin, hook: `${origin}/api/hooks/${source.id}` },
            }}
          />
        </div>
        <div className="order-first flex min-w-0 flex-col gap-6 lg:sticky lg:top-18 lg:order-none">
          <ArrivalPanel sourceId={source.id} initial={arrival} />
          <OwnersHint teamName={source.teamName} mayWrite={mayIn(scope, 'ownership.write', null)} />
        </div>
      </div>
    </div>
  )
}

/** The address by which the console was opened, which the tool can most likely reach too. */
async function openedAddress(): Promise<{ host: string; isHttps: boolean }> {
  const head = await headers()
  const host = head.get('x-forwarded-host') ?? head.get('host') ?? new URL(config().url).host
  return { host, isHttps: isHttps(head) }
}
