import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { Results } from './results'
import { loadDriftParams } from './search-params'

export const metadata: Metadata = { title: 'Drift' }

type Props = { searchParams: Promise<SearchParams> }

/** How flows stand to Git: what the branch says, what the tool holds, what the last execution ran. */
export default async function DriftPage({ searchParams }: Props) {
  const [scope, address] = await Promise.all([requireViewer(), loadDriftParams(searchParams)])
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader
        title="Drift"
        description="What the tracked branch says, what the tool holds and what the last execution ran, against each other."
        actions={<ButtonLink href="/changes">Changes</ButtonLink>}
      />
      <Results scope={scope} address={{ ...address, page: Math.max(1, address.page) }} />
    </div>
  )
}
