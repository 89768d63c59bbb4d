import { FlowTable } from '@/components/flow/flow-table'
import { LiveRefresh } from '@/components/live/live-refresh'
import { ButtonLink } from '@/components/ui/button'
import { answered } from '@/db/answered'
import { countFlows, FLOWS_PER_PAGE, listFlows } from '@/db/queries/list-flows'
import { type CatalogueState, catalogueAddress } from '@/lib/flow/flow-address'
import { countOf, formatCount } from '@/lib/format/count'
import type { Scope } from '@/lib/model/scope'
import type { Filter } from '@/lib/query/filter'
import { NoFlows, NoFlowsOnPage, UnknownFlows } from './no-flows'

/** The rows, or which of the three kinds of nothing it is. */
export async function CatalogueResults({
  scope,
  list,
  filter,
}: {
  scope: Scope
  list: CatalogueState
  filter: Filter | null
}) {
  const found = await answered(() =>
    Promise.all([listFlows(scope, { ...list, filter }), countFlows(scope, [filter])]),
  )
  if (!found.known) return <UnknownFlows why={found.why} list={list} />
  const [{ rows, hasMore }, [total = 0]] = found.value
  if (rows.length === 0) {
    if (total > 0) return <NoFlowsOnPage list={list} />
    return (
      <>
        <LiveRefresh topics={['executions']} />
        <NoFlows scope={scope} list={list} />
      </>
    )
  }
  const first = (list.page - 1) * FLOWS_PER_PAGE + 1
  return (
    <section aria-label="Flows" className="min-w-0">
      <FlowTable rows={rows} list={list} />
      <nav aria-label="Pages of the catalogue" className="mt-3 flex items-center justify-end gap-2">
        <p className="mr-auto text-xs text-ink-3 tabular-nums">
          {total > rows.length
            ? `${formatCount(first)} to ${formatCount(first + rows.length - 1)} of ${countOf(total, 'flow')}`
            : countOf(total, 'flow')}
        </p>
        {list.page > 1 ? (
          <ButtonLink size="sm" href={catalogueAddress({ ...list, page: list.page - 1 })}>
            Previous
          </ButtonLink>
        ) : null}
        {hasMore ? (
          <ButtonLink size="sm" href={catalogueAddress({ ...list, page: list.page + 1 })}>
            Next
          </ButtonLink>
        ) : null}
      </nav>
    </section>
  )
}
