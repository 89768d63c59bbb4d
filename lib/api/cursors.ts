import { parseLogCursor } from '@/lib/logs/log-query'
import { Refusal } from '@/lib/model/refusal'
import { parseTraceId } from '@/lib/model/trace-id'
import { isUuid } from '@/lib/model/uuid'
import { cursorFrom } from '@/lib/query/list-address'

const bad = () => new Refusal('invalid', 'cursor: It is not the `next` of an answer.', null, 'cursor')

/** The place in a list that a `cursor` names, read by `parse`; null for none, which is the beginning. */
function placeOf<Place>(cursor: string | undefined, parse: (text: string) => Place | null): Place | null {
  if (cursor === undefined) return null
  const place = parse(cursor)
  if (place === null) throw bad()
  return place
}

/** A time that Postgres holds: the year nought is none to it. */
const isMoment = (text: string): boolean => {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && ms >= Date.UTC(1970) && ms < Date.UTC(9999)
}

export const executionPlace = (cursor: string | undefined) =>
  placeOf(cursor, (text) => {
    const place = cursorFrom(text)
    return place && isMoment(place.occurredAt) ? place : null
  })

export const tracePlace = (cursor: string | undefined) =>
  placeOf(cursor, (text) => {
    const [startedAt = '', id = '', ...rest] = text.split('_')
    const traceId = parseTraceId(id)
    const isOurs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(startedAt) && isMoment(startedAt)
    return traceId && isOurs && rest.length === 0 ? { startedAt, traceId: traceId.hex } : null
  })

export const logPlace = (cursor: string | undefined) =>
  placeOf(cursor, (text) => {
    const place = parseLogCursor(text)
    return place && BigInt(place.timeUnixNano) < 2n ** 63n ? place : null
  })

export const uuidPlace = (cursor: string | undefined) =>
  placeOf(cursor, (text) => (isUuid(text) ? text : null))
