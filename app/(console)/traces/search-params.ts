import { createLoader, parseAsBoolean, parseAsInteger, parseAsString } from 'nuqs/server'

/** The list's only state. */
export const traceParams = {
  q: parseAsString.withDefault(''),
  /** `key=value` of a span. */
  attr: parseAsString.withDefault(''),
  range: parseAsString.withDefault('24h'),
  errors: parseAsBoolean.withDefault(false),
  min: parseAsInteger.withDefault(0),
  /** Runledger's own traces as well. */
  own: parseAsBoolean.withDefault(false),
  after: parseAsString.withDefault(''),
}

export const loadTraceParams = createLoader(traceParams)

export type TraceAddress = {
  q: string
  attr: string
  range: string
  errors: boolean
  min: number
  own: boolean
  after: string
}

/** The address of the list with something of it changed; whatever is as usual is left out. */
export function tracesHref(address: TraceAddress, change: Partial<TraceAddress>): string {
  const next = { ...address, after: '', ...change }
  const query = new URLSearchParams()
  if (next.q) query.set('q', next.q)
  if (next.attr) query.set('attr', next.attr)
  if (next.range !== '24h') query.set('range', next.range)
  if (next.errors) query.set('errors', 'true')
  if (next.min > 0) query.set('min', String(next.min))
  if (next.own) query.set('own', 'true')
  if (next.after) query.set('after', next.after)
  return query.size === 0 ? '/traces' : `/traces?${query}`
}

/** `<ISO time>_<trace id>` of the last row that was shown. */
export function parseTraceCursor(text: string): { startedAt: string; traceId: string } | null {
  const [startedAt = '', traceId = ''] = text.split('_', 2)
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(startedAt) && /^[0-9a-f]{32}$/.test(traceId)
    ? { startedAt, traceId }
    : null
}
