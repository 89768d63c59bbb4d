import { RANGES, type RangeName } from './window'

export const LIST_VIEWS = ['table', 'timeline', 'heatmap'] as const
export type ListView = (typeof LIST_VIEWS)[number]

export const LANE_KINDS = ['flow', 'team', 'source'] as const
export type LaneKind = (typeof LANE_KINDS)[number]

export const LIST_SORTS = ['newest', 'slowest'] as const
export type ListSort = (typeof LIST_SORTS)[number]

/** All that the executions list remembers, all of it in its address. */
export type ListState = {
  q: string
  range: string
  before: string
  /** What was looked at before it was zoomed into, ranges with tildes between them, the one to go back to last. */
  wider: string
  density: 'comfortable' | 'compact'
  chart: 'shown' | 'hidden'
  view: ListView
  /** What the lanes of the timeline are. */
  lanes: LaneKind
  sort: ListSort
  /** Names of columns with commas; empty is the usual ones. */
  columns: string
}

export const DEFAULT_RANGE: RangeName = '7d'
export const DEFAULT_LIST: ListState = {
  q: '',
  range: DEFAULT_RANGE,
  before: '',
  wider: '',
  density: 'comfortable',
  chart: 'shown',
  view: 'table',
  lanes: 'flow',
  sort: 'newest',
  columns: '',
}

/** What a view keeps: the question and how it is looked at, but not the page of it that is open. */
const KEPT = ['q', 'range', 'density', 'chart', 'view', 'lanes', 'sort', 'columns'] as const

/**
 * The address of the list in that state; what is as usual is left out. An address that says nothing at all is that of the
 * default view, which may be anything, so the usual list says at least its range.
 */
export function listAddress(state: ListState): string {
  const search = new URLSearchParams(viewQuery(state))
  if (state.before !== '') search.set('before', state.before)
  if (state.wider !== '') search.set('wider', state.wider)
  return `/executions?${search}`
}

/** The part of the address that a view saves. */
export function viewQuery(state: Omit<ListState, 'before' | 'wider'>): string {
  const search = new URLSearchParams()
  for (const key of KEPT) {
    if (state[key] !== DEFAULT_LIST[key]) search.set(key, state[key])
  }
  if (search.size === 0) search.set('range', state.range)
  return search.toString()
}

const WIDER_MAX = 8
const isRange = (text: string): boolean =>
  RANGES.some((each) => each === text) || /^\d{1,14}-\d{1,14}$/.test(text)

/** The list narrowed to a stretch of time that was drawn, remembering what it came from. */
export function zoomedIn(state: ListState, range: string): ListState {
  const wider = [...state.wider.split('~').filter(isRange), state.range].slice(-WIDER_MAX).join('~')
  return { ...state, range, wider, before: '' }
}

/** One step back from there; a stretch that came by a link leads to the usual range. Null where nothing was drawn. */
export function zoomedOut(state: ListState): ListState | null {
  if (RANGES.some((each) => each === state.range)) return null
  const wider = state.wider.split('~').filter(isRange)
  return { ...state, range: wider.at(-1) ?? DEFAULT_RANGE, wider: wider.slice(0, -1).join('~'), before: '' }
}

/** A saved query as this version understands it: what it does not know is left out, and a bad range is the usual one. */
export function stateOfView(query: string): ListState {
  const search = new URLSearchParams(query)
  const one = <V extends string>(name: string, of: readonly V[], usual: V): V =>
    of.find((each) => each === search.get(name)) ?? usual
  const range = search.get('range') ?? DEFAULT_RANGE
  return {
    q: (search.get('q') ?? '').slice(0, 2000),
    range: isRange(range) ? range : DEFAULT_RANGE,
    before: '',
    wider: '',
    density: one('density', ['comfortable', 'compact'], DEFAULT_LIST.density),
    chart: one('chart', ['shown', 'hidden'], DEFAULT_LIST.chart),
    view: one('view', LIST_VIEWS, DEFAULT_LIST.view),
    lanes: one('lanes', LANE_KINDS, DEFAULT_LIST.lanes),
    sort: one('sort', LIST_SORTS, DEFAULT_LIST.sort),
    columns: (search.get('columns') ?? '').slice(0, 200),
  }
}

/** Where the answer to the list's question is fetched as a file; with `ids` only those of it. */
export function exportAddress(of: { q: string; range: string }, format: string, ids: string[] = []): string {
  const search = new URLSearchParams({ format, range: of.range })
  if (of.q !== '') search.set('q', of.q)
  if (ids.length > 0) search.set('ids', ids.join(','))
  return `/executions/export?${search}`
}

/** `<time>_<id>`: the place after a row. */
export const cursorText = (cursor: { occurredAt: string; id: string }): string =>
  `${cursor.occurredAt}_${cursor.id}`

/** Reads a place after a row; null for anything else, which is the first page. */
export function cursorFrom(text: string): { occurredAt: string; id: string } | null {
  const found =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  const [, occurredAt, id] = found ?? []
  return occurredAt && id && !Number.isNaN(Date.parse(occurredAt)) ? { occurredAt, id } : null
}
