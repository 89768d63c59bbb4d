import type { RangeName } from './window'

/** All that the executions list remembers, all of it in its address. */
export type ListState = {
  q: string
  range: string
  before: string
  density: 'comfortable' | 'compact'
  chart: 'shown' | 'hidden'
}

export const DEFAULT_RANGE: RangeName = '7d'
export const DEFAULT_LIST: ListState = {
  q: '',
  range: DEFAULT_RANGE,
  before: '',
  density: 'comfortable',
  chart: 'shown',
}

/** The address of the list in that state; what is as usual is left out. */
export function listAddress(state: ListState): string {
  const search = new URLSearchParams()
  for (const key of ['q', 'range', 'before', 'density', 'chart'] as const) {
    if (state[key] !== DEFAULT_LIST[key]) search.set(key, state[key])
  }
  const text = search.toString()
  return text === '' ? '/executions' : `/executions?${text}`
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
