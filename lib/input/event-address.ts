import { EVENT_PROTOCOLS, EVENT_VERDICTS } from '@/lib/model/event'

export const EVENT_RANGES = ['1h', '24h', '7d', 'all'] as const
export type EventRange = (typeof EVENT_RANGES)[number]

/** What of the inbox of events is looked at, as its address says. */
export type EventAddress = {
  verdict: string
  protocol: string
  type: string
  range: EventRange
  /** The source, where events of all sources are looked at. */
  source: string
  /** The last event of the page before. */
  after: string
}

/** An address at which everything is looked at. */
export const ALL_EVENTS: EventAddress = {
  ...{ verdict: '', protocol: '', type: '', range: 'all', source: '', after: '' },
}

const RANGE_MS: Record<EventRange, number | null> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  all: null,
}

/** The same as a filter of the query: what says nothing is left out. */
export function eventFilterOf(address: EventAddress, nowMs: number) {
  const { verdict, protocol, type, range, source, after } = address
  const backMs = RANGE_MS[range]
  return {
    ...(isOneOf(EVENT_VERDICTS, verdict) ? { verdict } : {}),
    ...(isOneOf(EVENT_PROTOCOLS, protocol) ? { protocol } : {}),
    ...(type === '' ? {} : { type }),
    ...(source === '' ? {} : { sourceId: source }),
    ...(backMs === null ? {} : { since: new Date(nowMs - backMs) }),
    ...(after === '' ? {} : { after }),
  }
}

/** True where the address leaves something out. */
export const isNarrowed = ({ verdict, protocol, type, range }: EventAddress): boolean =>
  verdict !== '' || protocol !== '' || type !== '' || range !== 'all'

/** The query string of an address with something of it changed; whatever is as usual is left out. */
export function eventSearch(address: EventAddress, change: Partial<EventAddress> = {}): string {
  const next = { ...address, after: '', ...change }
  const query = new URLSearchParams()
  for (const key of ['source', 'verdict', 'protocol', 'type', 'after'] as const)
    if (next[key] !== '') query.set(key, next[key])
  if (next.range !== 'all') query.set('range', next.range)
  return query.toString()
}

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word)
