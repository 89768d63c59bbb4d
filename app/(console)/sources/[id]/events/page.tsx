import type { Metadata } from 'next'
import { NamePlace } from '@/components/frame/name-place'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { getSource } from '@/db/queries/get-source'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { Inbox } from '../../events/inbox'
import { loadEventParams } from '../../events/search-params'

export const metadata: Metadata = { title: 'Events' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SourceEventsPage({ params, searchParams }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const source = await orNotFound(getSource(scope, id), { scope, kind: 'source', id })
  const address = await loadEventParams(searchParams)
  return (
    <div className="flex flex-col gap-5">
      <NamePlace id={source.id} name={source.name} />
      <PageHeader
        title={`Events of ${source.name}`}
        description="What it said, word for word without secrets, and what became of it. The newest first."
        actions={
          <>
            <ButtonLink href={`/sources/${source.id}/rejections`}>Rejections</ButtonLink>
            <ButtonLink href={`/sources/${source.id}`}>Source page</ButtonLink>
          </>
        }
      />
      <Inbox
        scope={scope}
        address={address}
        of={{ id: source.id, name: source.name }}
        mayReplay={mayIn(scope, 'source.write', source.teamId)}
      />
    </div>
  )
}
