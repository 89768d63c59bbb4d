import { AUDIT_OUTCOMES, type AuditFilter } from '@/lib/model/audit-entry'

export const AUDIT_RANGES = ['24h', '7d', '30d', '90d', 'all', 'between'] as const
export type AuditRange = (typeof AUDIT_RANGES)[number]

/** What of the audit log is looked at, as its address says. Empty is all of it. */
export type AuditAddress = {
  /** Words. */
  q: string
  /** The id of who acted, or for whom. */
  actor: string
  /** An action, or its noun. */
  action: string
  /** A kind of thing, or `kind:id` for one of them. */
  target: string
  team: string
  outcome: string
  /** `console`, or `api:<id of the token>`. */
  source: string
  ip: string
  range: AuditRange
  /** Days in UTC, `2026-11-21`, the first and the last of `between`. */
  from: string
  to: string
  /** The number of the last entry of the page before. */
  after: string
}

/** An address at which everything is looked at. */
export const ALL_AUDIT: AuditAddress = {
  ...{ q: '', actor: '', action: '', target: '', team: '', outcome: '', source: '', ip: '' },
  ...{ range: 'all', from: '', to: '', after: '' },
}

const DAY_MS = 86_400_000
const RANGE_DAYS: Record<AuditRange, number | null> = {
  '24h': 1,
  '7d': 7,
  '30d': 30,
  '90d': 90,
  all: null,
  between: null,
}

/** The words of an address, in the order in which they stand in it. */
export const AUDIT_WORDS = ['q', 'actor', 'action', 'target', 'team', 'outcome', 'source', 'ip'] as const

/** The same as a filter of the query: what says nothing is left out, what cannot be understood narrows nothing. */
export function auditFilterOf(address: AuditAddress, nowMs: number): AuditFilter {
  const { q, actor, action, target, team, outcome, source, ip, after } = address
  const [kind = '', ...rest] = target.split(':')
  const id = rest.join(':')
  return {
    ...(q === '' ? {} : { text: q }),
    ...(actor === '' ? {} : { actor }),
    ...(action === '' ? {} : { action }),
    ...(kind === '' ? {} : { targetKind: kind }),
    ...(id === '' ? {} : { targetId: id }),
    ...(team === '' ? {} : { team }),
    ...(AUDIT_OUTCOMES.some((each) => each === outcome) ? { outcome } : {}),
    ...(source === '' ? {} : { source }),
    ...(ip === '' ? {} : { ip }),
    ...timesOf(address, nowMs),
    ...(/^\d{1,15}$/.test(after) ? { after: Number(after) } : {}),
  }
}

function timesOf({ range, from, to }: AuditAddress, nowMs: number): Pick<AuditFilter, 'since' | 'until'> {
  const days = RANGE_DAYS[range]
  if (days !== null) return { since: new Date(nowMs - days * DAY_MS) }
  if (range !== 'between') return {}
  const [first, last] = [dayOf(from), dayOf(to)]
  return {
    ...(first === null ? {} : { since: new Date(first) }),
    ...(last === null ? {} : { until: new Date(last + DAY_MS) }),
  }
}

/** The beginning of a day in UTC; null for no such day. */
function dayOf(text: string): number | null {
  const ms = /^(19|20)\d\d-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}

/** True where the address leaves something out. */
export const isNarrowed = (address: AuditAddress): boolean =>
  AUDIT_WORDS.some((word) => address[word] !== '') || address.range !== 'all'

/** The query string of an address with something of it changed; whatever is as usual is left out. */
export function auditSearch(address: AuditAddress, change: Partial<AuditAddress> = {}): string {
  const next = { ...address, after: '', ...change }
  const query = new URLSearchParams()
  for (const word of AUDIT_WORDS) if (next[word] !== '') query.set(word, next[word])
  if (next.range !== 'all') query.set('range', next.range)
  if (next.range === 'between')
    for (const word of ['from', 'to'] as const) if (next[word] !== '') query.set(word, next[word])
  if (next.after !== '') query.set('after', next.after)
  return query.toString()
}

/** The address that a query string says; what it does not know of it is left out. */
export function auditAddressFrom(search: string): AuditAddress {
  const query = new URLSearchParams(search)
  const said = (word: string): string => (query.get(word) ?? '').slice(0, 300)
  const words = Object.fromEntries(AUDIT_WORDS.map((word) => [word, said(word)]))
  const range = AUDIT_RANGES.find((each) => each === said('range')) ?? 'all'
  return { ...ALL_AUDIT, ...words, range, from: said('from'), to: said('to'), after: said('after') }
}

/** The address of the audit log with something of it chosen. */
export function auditHref(change: Partial<AuditAddress> = {}, address: AuditAddress = ALL_AUDIT): string {
  const search = auditSearch(address, change)
  return search === '' ? '/audit' : `/audit?${search}`
}
