import type { Metadata } from 'next'
import { RefreshButton } from '@/components/live/refresh-button'
import { IngestCard, JobsCard, ProcessesCard, StorageCard } from '@/components/settings/system-cards'
import { PageHeader } from '@/components/ui/page-header'
import { getSystemHealth } from '@/db/queries/system-health'
import { refusePage } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import manifest from '@/package.json'

export const metadata: Metadata = { title: 'System health' }

export default async function SystemPage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'system.read', null)) refusePage(scope, '/settings/system', 'system.read')
  const health = await getSystemHealth(scope)
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="System health"
        description={`Runledger ${manifest.version}, Node ${process.versions.node}.`}
        actions={<RefreshButton />}
      />
      <ProcessesCard health={health} now={new Date()} />
      <IngestCard health={health} />
      <JobsCard jobs={health.jobs} />
      <StorageCard health={health} />
    </div>
  )
}
