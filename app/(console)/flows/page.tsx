import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { FlowFilter } from '@/components/flow/flow-filter'
import { PageHeader } from '@/components/ui/page-header'
import { Part } from '@/components/ui/part'
import { listFlowValues } from '@/db/queries/list-flows'
import { requireViewer } from '@/lib/auth/viewer'
import { checkFlowQuery } from '@/lib/flow/flow-query'
import { CatalogueResults } from './catalogue-results'
import { CatalogueSkeleton } from './catalogue-skeleton'
import { loadCatalogueParams } from './search-params'

export const metadata: Metadata = { title: 'Flows' }

/** Every flow the viewer may see, and how well it is covered; the address is the only state. */
export default async function FlowsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [scope, asked] = await Promise.all([requireViewer(), loadCatalogueParams(searchParams)])
  const list = { ...asked, page: Math.max(1, asked.page) }
  const values = await listFlowValues(scope)
  const { filter, errors } = checkFlowQuery(list.q)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-4 lg:px-6">
      <PageHeader
        title="Flows"
        description="What runs again and again: who owns it, how it went lately, and what broke last."
      />
      <FlowFilter values={values} />
      {errors.length > 0 ? (
        <p role="status" className="text-xs font-medium text-warning">
          Left out of the filter: {errors.join('; ')}.
        </p>
      ) : null}
      <Part key={JSON.stringify(list)} fallback={<CatalogueSkeleton />}>
        {CatalogueResults({ scope, list, filter })}
      </Part>
    </div>
  )
}
