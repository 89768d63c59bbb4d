import { compareNano } from '@/lib/executions/state'
import type { UnixNano } from '@/lib/model/fact'
import type { AttributeValue } from '../decoded'

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9})\d*)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

/**
 * A time as tools write it: ISO with 0 to 9 digits of fraction, a space for the T, "UTC", an offset or no zone at all
 * (then it is UTC), or seconds, milliseconds, microseconds or nanoseconds since 1970. Undefined for anything else, year 1 of Go's zero time and years after 2262 among it.
 */
export function toolTime(value: AttributeValue | undefined): UnixNano | undefined {
  const time = readTime(value)
  return time === undefined || compareNano(time, LATEST) > 0 ? undefined : time
}

/** What 64 bits hold, in the year 2262: "9999-12-31" is no time but a word for never. */
const LATEST: UnixNano = '9223372036854775807'

function readTime(value: AttributeValue | undefined): UnixNano | undefined {
  if (typeof value === 'bigint') return sinceEpoch(value)
  if (typeof value === 'number')
    return Number.isFinite(value) && value > 0 ? sinceEpochFraction(value) : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^\d{9,19}$/.test(text)) return sinceEpoch(BigInt(text))
  const [, day, time, fraction = '', zone = 'Z'] = ISO.exec(text) ?? []
  if (day === undefined || time === undefined) return undefined
  const offset = /^utc$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()
  const ms = Date.parse(`${day}T${time}${offset}`)
  if (Number.isNaN(ms) || ms <= 0) return undefined
  return String(BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0')))
}

/** The unit is told by the size: the next one up would be before 1973. */
function sinceEpoch(value: bigint): UnixNano | undefined {
  if (value <= 0n) return undefined
  if (value < 100_000_000_000n) return String(value * 1_000_000_000n)
  if (value < 100_000_000_000_000n) return String(value * 1_000_000n)
  if (value < 100_000_000_000_000_000n) return String(value * 1_000n)
  return String(value)
}

const sinceEpochFraction = (value: number): UnixNano | undefined =>
  value < 100_000_000_000
    ? String(BigInt(Math.round(value * 1_000_000)) * 1_000n)
    : sinceEpoch(BigInt(Math.round(value)))
