import { CHANGE_CLASSES, CHANGE_WAYS } from '@/lib/model/change'
import { CHANGE_VIEWS } from '@/lib/model/listed-change'

export const CHANGE_RANGES = ['24h', '7d', '30d', 'all'] as const
export type ChangeRange = (typeof CHANGE_RANGES)[number]

/** What the changes of a page can be put together by. */
export const CHANGE_GROUPS = ['day', 'flow', 'person', 'merge'] as const
export type ChangeGrouping = (typeof CHANGE_GROUPS)[number]

/** What of the changes is looked at, as its address says. Empty is all of them. */
export type ChangeAddress = {
  view: string
  q: string
  team: string
  source: string
  flow: string
  person: string
  class: string
  way: string
  /** A merge or pull request, by its address or its number. */
  merge: string
  range: ChangeRange
  /** One of `CHANGE_GROUPS`; it puts the page in another order and leaves nothing out. */
  group: string
  /** The last change of the page before. */
  after: string
}

/** The latest week of everything. */
export const ALL_CHANGES: ChangeAddress = {
  ...{ view: '', q: '', team: '', source: '', flow: '', person: '', class: '', way: '' },
  ...{ merge: '', range: '7d', group: '', after: '' },
}

/** How the page is put together; null where it is not. */
export const groupingOf = ({ group }: ChangeAddress): ChangeGrouping | null =>
  CHANGE_GROUPS.find((each) => each === group) ?? null

const RANGE_MS: Record<ChangeRange, number | null> = {
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
  all: null,
}

/** The same as a filter of the query: what says nothing is left out. */
export function changeFilterOf(address: ChangeAddress, nowMs: number) {
  const { view, q, team, source, flow, person, way, merge, range, after } = address
  const backMs = RANGE_MS[range]
  return {
    ...(isOneOf(CHANGE_VIEWS, view) ? { view } : {}),
    ...(isOneOf(CHANGE_CLASSES, address.class) ? { class: address.class } : {}),
    ...(isOneOf(CHANGE_WAYS, way) ? { way } : {}),
    ...(q === '' ? {} : { text: q }),
    ...(team === '' ? {} : { teamId: team }),
    ...(source === '' ? {} : { sourceId: source }),
    ...(flow === '' ? {} : { flowId: flow }),
    ...(person === '' ? {} : { personId: person }),
    ...(merge === '' ? {} : { merge }),
    ...(backMs === null ? {} : { since: new Date(nowMs - backMs) }),
    ...(after === '' ? {} : { after }),
  }
}

const WORDS = ['view', 'q', 'team', 'source', 'flow', 'person', 'class', 'way', 'merge'] as const

/** True where the address leaves something out beside what is older. */
export const isNarrowed = (address: ChangeAddress): boolean => WORDS.some((word) => address[word] !== '')

/** The query string of an address with something of it changed; whatever is as usual is left out. */
export function changeSearch(address: ChangeAddress, change: Partial<ChangeAddress> = {}): string {
  const next = { ...address, after: '', ...change }
  const query = new URLSearchParams()
  for (const word of WORDS) if (next[word] !== '') query.set(word, next[word])
  if (next.range !== '7d') query.set('range', next.range)
  if (next.group !== '') query.set('group', next.group)
  if (next.after !== '') query.set('after', next.after)
  return query.toString()
}

/** The address of the changes with something of them chosen. */
export function changesHref(
  change: Partial<ChangeAddress> = {},
  address: ChangeAddress = ALL_CHANGES,
): string {
  const search = changeSearch(address, change)
  return search === '' ? '/changes' : `/changes?${search}`
}

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word)
