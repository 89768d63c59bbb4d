import { FacetColumn, type FacetGroup } from '@/components/execution/list/facet-column'
import { answered } from '@/db/answered'
import { FACETS, type Facet, facetExecutions } from '@/db/queries/facet-executions'
import type { Scope } from '@/lib/model/scope'
import { withoutKey } from '@/lib/query/edit'
import { checkQuery } from '@/lib/query/filter'
import type { ListState } from '@/lib/query/list-address'
import type { Window } from '@/lib/query/window'

const TITLES: Record<Facet, string> = {
  state: 'State',
  source: 'Source',
  flow: 'Flow',
  environment: 'Environment',
  trigger: 'Trigger',
}

/** What can be chosen, each facet counted as if its own part of the filter were not there. */
export async function ListFacets({ scope, list, window }: { scope: Scope; list: ListState; window: Window }) {
  const questionOf = (facet: Facet) => ({ filter: checkQuery(withoutKey(list.q, facet)).filter, window })
  const questions = {
    state: questionOf('state'),
    source: questionOf('source'),
    flow: questionOf('flow'),
    environment: questionOf('environment'),
    trigger: questionOf('trigger'),
  }
  const counted = await answered(() => facetExecutions(scope, questions))
  if (!counted.known)
    return <p className="px-2 text-xs font-medium text-warning">Unknown: counting took too long.</p>
  const groups = FACETS.map(
    (facet): FacetGroup => ({
      key: facet,
      title: TITLES[facet],
      values: counted.value
        .filter((each) => each.facet === facet)
        .map(({ value, count, isCapped }) => ({ value, count, isCapped })),
    }),
  )
  return <FacetColumn groups={groups} />
}
