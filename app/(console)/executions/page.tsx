import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import type { SearchParams } from 'nuqs/server'
import type { ReactNode } from 'react'
import { ColumnChooser } from '@/components/execution/list/column-chooser'
import { DensitySwitch } from '@/components/execution/list/density-switch'
import { BarsFold } from '@/components/execution/list/execution-bars'
import { ExportMenu } from '@/components/execution/list/export-menu'
import { FacetFold } from '@/components/execution/list/facet-fold'
import { PeekPanel } from '@/components/execution/list/peek/peek-panel'
import { FilterBar } from '@/components/filter/filter-bar'
import { RangePicker } from '@/components/filter/range-picker'
import { Part } from '@/components/ui/part'
import { answered } from '@/db/answered'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { findDefaultView } from '@/db/queries/list-saved-views'
import { requireViewer } from '@/lib/auth/viewer'
import { PREFERENCE_COOKIES, peekShareFrom } from '@/lib/format/preferences'
import type { Scope } from '@/lib/model/scope'
import { checkQuery } from '@/lib/query/filter'
import { type ListState, stateOfView, viewQuery } from '@/lib/query/list-address'
import { windowFrom } from '@/lib/query/window'
import { ListBars } from './list-bars'
import { ListFacets } from './list-facets'
import { ListHeatmap } from './list-heatmap'
import { ListResults } from './list-results'
import { BarsSkeleton, FacetSkeleton, TableSkeleton } from './list-skeleton'
import { ListTabs } from './list-tabs'
import { ListTimeline } from './list-timeline'
import { ListTotal } from './list-total'
import { ListViews } from './list-views'
import { loadExecutionParams } from './search-params'

export const metadata: Metadata = { title: 'Executions' }

/** Every execution the viewer may see, by filter and window; the address is the only state. */
export default async function ExecutionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [scope, list, cookie] = await Promise.all([
    requireViewer(),
    loadExecutionParams(searchParams),
    cookies(),
  ])
  if (Object.keys(await searchParams).length === 0) await openDefaultView(scope)
  const window = windowFrom(list.range, Date.now())
  const question = { filter: checkQuery(list.q).filter, window }
  return (
    <div className="flex min-w-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-4 lg:px-6">
        <div className="flex flex-wrap items-start gap-2">
          <FilterBar />
          <RangePicker />
        </div>
        <BarsFold>
          <Part fallback={<BarsSkeleton />}>{ListBars({ scope, question })}</Part>
        </BarsFold>
        <div className="flex min-w-0 flex-1 flex-col gap-x-6 gap-y-3 xl:flex-row">
          <FacetFold>
            <Part fallback={<FacetSkeleton />}>{ListFacets({ scope, list, window })}</Part>
          </FacetFold>
          <section aria-label="Executions" className="min-w-0 flex-1">
            <div className="mb-2 flex h-8 items-center justify-between gap-3">
              <h1 className="flex items-baseline gap-2 text-base font-semibold text-ink">
                Executions
                <Part fallback={null}>{ListTotal({ scope, question })}</Part>
              </h1>
              <div className="flex min-w-0 items-center gap-1">
                <Part fallback={null}>{ListViews({ scope })}</Part>
                <ColumnChooser />
                <ExportMenu />
                <DensitySwitch />
              </div>
            </div>
            <div className="mb-3">
              <ListTabs list={list} />
            </div>
            {/* Another tab is another answer: what stands there would not be its own. */}
            <Part key={list.view} fallback={<TableSkeleton />}>
              {listAnswer({ scope, list, question })}
            </Part>
          </section>
        </div>
      </div>
      <PeekPanel share={peekShareFrom(cookie.get(PREFERENCE_COOKIES.peek)?.value)} />
    </div>
  )
}

function listAnswer(of: { scope: Scope; list: ListState; question: ExecutionQuestion }): Promise<ReactNode> {
  if (of.list.view === 'timeline') return ListTimeline(of)
  if (of.list.view === 'heatmap') return ListHeatmap(of)
  return ListResults(of)
}

/** An address that says nothing opens what the person, or a team of theirs, wants to see first. */
async function openDefaultView(scope: Scope): Promise<void> {
  const found = await answered(() => findDefaultView(scope, '/executions'))
  if (found.known && found.value !== null) redirect(`/executions?${viewQuery(stateOfView(found.value))}`)
}
