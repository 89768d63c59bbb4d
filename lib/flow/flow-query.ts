import { checkQuery, type Filter } from '@/lib/query/filter'

/** What can be asked of a flow itself; everything else is about one execution. */
export const FLOW_KEYS = ['flow', 'namespace', 'source', 'team', 'environment', 'state', 'dialect'] as const

export type CheckedFlowQuery = { filter: Filter | null; errors: string[] }

/** Reads the filter language as far as it speaks of flows; `state` is that of the newest execution. */
export function checkFlowQuery(input: string): CheckedFlowQuery {
  const { filter, errors } = checkQuery(input)
  const said = errors.map((error) => error.message)
  return { filter: filter && pruned(filter, said), errors: said }
}

function pruned(filter: Filter, errors: string[]): Filter | null {
  switch (filter.type) {
    case 'and':
    case 'or': {
      const filters = filter.filters.map((each) => pruned(each, errors)).filter((each) => each !== null)
      return filters.length > 1 ? { type: filter.type, filters } : (filters[0] ?? null)
    }
    case 'not': {
      const inner = pruned(filter.filter, errors)
      return inner && { type: 'not', filter: inner }
    }
    case 'state':
    case 'free':
      return filter
    default: {
      if (FLOW_KEYS.some((key) => key === filter.key)) return filter
      errors.push(`“${filter.key}” is told of executions, not of flows`)
      return null
    }
  }
}

/** True when the newest execution of each flow has to be looked at. */
export function asksForState(filter: Filter | null): boolean {
  if (filter === null) return false
  if (filter.type === 'and' || filter.type === 'or') return filter.filters.some(asksForState)
  if (filter.type === 'not') return asksForState(filter.filter)
  return filter.type === 'state' || (filter.type === 'present' && filter.key === 'state')
}
