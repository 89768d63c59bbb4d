import { facetExecutions } from '@/db/queries/facet-executions'
import { listFacetsOperation } from '@/lib/api/count-operations'
import { filterOf } from '@/lib/api/parameters'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'
import { withoutKey } from '@/lib/query/edit'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listFacetsOperation,
  async ({ scope, query }) => {
    const { window } = questionOf(query)
    const without = (facet: string) => ({ filter: filterOf(withoutKey(query.q, facet)), window })
    const items = await facetExecutions(scope, {
      state: without('state'),
      source: without('source'),
      flow: without('flow'),
      environment: without('environment'),
      trigger: without('trigger'),
    })
    return { items }
  },
)
