import type { UnixNano } from '@/lib/model/fact'

/** Microseconds since 1970: what Postgres keeps, and what a number holds exactly. */
export type Micros = number

export const SECOND: Micros = 1_000_000
export const MINUTE: Micros = 60 * SECOND
export const HOUR: Micros = 60 * MINUTE

/** The time of an ISO 8601 text with up to six digits of a second; NaN where it is none. */
export function microsOf(iso: string): Micros {
  const digits = /\.(\d{3})(\d{1,3})/.exec(iso)?.[2] ?? ''
  return Date.parse(iso) * 1_000 + Number(digits.padEnd(3, '0'))
}

/** The time that an event tells, in microseconds. */
export const microsOfNano = (at: UnixNano): Micros => Number(BigInt(at) / 1_000n)

/** ISO 8601 in UTC, with microseconds where there are any. */
export function isoOf(at: Micros): string {
  const millis = new Date(Math.floor(at / 1_000)).toISOString()
  const rest = ((at % 1_000) + 1_000) % 1_000
  return rest === 0 ? millis : `${millis.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}
