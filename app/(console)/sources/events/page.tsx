import type { Metadata } from 'next'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { teamsFor } from '@/lib/model/scope'
import { Inbox } from './inbox'
import { loadEventParams } from './search-params'

export const metadata: Metadata = { title: 'Events' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function EventsPage({ searchParams }: Props) {
  const scope = await requireViewer()
  const address = await loadEventParams(searchParams)
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title="Events"
        description="What tools said, word for word without secrets, and what became of it. The newest first."
        actions={<ButtonLink href="/sources">Sources</ButtonLink>}
      />
      <Inbox
        scope={scope}
        address={address}
        of={null}
        mayReplay={teamsFor(scope, 'source.write')?.length !== 0}
      />
    </div>
  )
}
