import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { ExportMenu } from '@/components/audit/export-menu'
import { IntegrityBar } from '@/components/audit/integrity-bar'
import { SavedSearches } from '@/components/audit/saved-searches'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { listSavedViews } from '@/db/queries/list-saved-views'
import { auditSearch } from '@/lib/input/audit-address'
import { deleteAuditViewAction, renameAuditViewAction, saveAuditViewAction, verifyNowAction } from './actions'
import { AuditTabs } from './audit-tabs'
import { auditViewer, NotForYou } from './audit-viewer'
import { Results } from './results'
import { loadAuditParams } from './search-params'

export const metadata: Metadata = { title: 'Audit' }

type Props = { searchParams: Promise<SearchParams> }

const ACTIONS = { save: saveAuditViewAction, rename: renameAuditViewAction, remove: deleteAuditViewAction }

/** Who did what to what, whether the log is what was written, and the way to take it along. */
export default async function AuditPage({ searchParams }: Props) {
  const address = await loadAuditParams(searchParams)
  const search = auditSearch(address)
  const scope = await auditViewer(search)
  if (scope === null) return <NotForYou />
  const [integrity, views] = await Promise.all([getAuditIntegrity(scope), listSavedViews(scope, '/audit')])
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader
        title="Audit"
        description="Who did what to what, in Runledger and in the tools that tell of it. Nothing here can be changed unseen."
        actions={
          <>
            <SavedSearches views={views} search={search} actions={ACTIONS} />
            <ExportMenu search={search} isSigned={integrity.checkpoint !== null} />
          </>
        }
      />
      <IntegrityBar of={integrity} verify={verifyNowAction} />
      <AuditTabs current="/audit" />
      <Suspense key={auditSearch(address, { after: address.after })} fallback={<Waiting />}>
        <Results scope={scope} address={address} />
      </Suspense>
    </div>
  )
}

const Waiting = () => (
  <div aria-busy className="flex flex-col gap-4">
    <Skeleton className="h-9 w-full" />
    <Skeleton className="h-96 w-full" />
  </div>
)
