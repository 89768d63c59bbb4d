/** The page of a flow. */
export const flowHref = (id: string): string => `/flows/${id}`

export const FLOW_TABS = ['overview', 'grid', 'tasks', 'versions', 'executions'] as const
export type FlowTab = (typeof FLOW_TABS)[number]

/** A part of a flow's page, with what else the address has to say there. */
export function flowTabHref(id: string, tab: FlowTab, more: Record<string, string> = {}): string {
  const search = new URLSearchParams(tab === 'overview' ? more : { tab, ...more })
  const text = search.toString()
  return text === '' ? flowHref(id) : `${flowHref(id)}?${text}`
}

export const FLOW_SORTS = ['name', 'last', 'success', 'executions', 'p95'] as const
export type FlowSort = (typeof FLOW_SORTS)[number]

/** Over how many days the figures of the catalogue and of the flow page are read. */
export const FIGURE_DAYS = ['7', '30'] as const
export type FigureDays = (typeof FIGURE_DAYS)[number]

/** All that the catalogue remembers, all of it in its address. */
export type CatalogueState = {
  q: string
  sort: FlowSort
  order: 'asc' | 'desc'
  days: FigureDays
  page: number
}

export const DEFAULT_CATALOGUE: CatalogueState = { q: '', sort: 'name', order: 'asc', days: '7', page: 1 }

/** The address of the catalogue in that state; what is as usual is left out. */
export function catalogueAddress(state: CatalogueState): string {
  const search = new URLSearchParams()
  for (const key of ['q', 'sort', 'order', 'days', 'page'] as const) {
    if (state[key] !== DEFAULT_CATALOGUE[key]) search.set(key, String(state[key]))
  }
  const text = search.toString()
  return text === '' ? '/flows' : `/flows?${text}`
}

/** What a press on a heading leads to: its own order first, the other way round when it is sorted by already. */
export function sortedBy(state: CatalogueState, sort: FlowSort): CatalogueState {
  const first = sort === 'name' || sort === 'success' ? 'asc' : 'desc'
  const order = state.sort !== sort ? first : state.order === 'asc' ? 'desc' : 'asc'
  return { ...state, sort, order, page: 1 }
}
