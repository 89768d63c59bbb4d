/** The columns that the list can have beside the state and the flow, in the order in which they stand. */
export const LIST_COLUMNS = [
  'started',
  'ended',
  'duration',
  'queued',
  'trigger',
  'actor',
  'error',
  'version',
  'commit',
  'branch',
  'labels',
  'attempt',
  'id',
] as const
export type ListColumn = (typeof LIST_COLUMNS)[number]

export const USUAL_COLUMNS: readonly ListColumn[] = [
  'started',
  'duration',
  'trigger',
  'error',
  'version',
  'attempt',
]

/** Reads the address's columns: null is the usual ones, a name that no longer exists is passed over. */
export function columnsFrom(text: string): ListColumn[] | null {
  if (text === '') return null
  const named = new Set(text.split(','))
  return LIST_COLUMNS.filter((column) => named.has(column))
}

/** The address's text for those columns; the usual ones need none. */
export function columnsText(columns: readonly ListColumn[]): string {
  const ordered = LIST_COLUMNS.filter((column) => columns.includes(column))
  const isUsual = ordered.join() === USUAL_COLUMNS.join()
  return isUsual ? '' : ordered.length === 0 ? 'none' : ordered.join(',')
}
