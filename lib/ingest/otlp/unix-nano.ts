/** Microseconds from 1970 to 2000, where PostgreSQL's timestamps begin. */
const POSTGRES_EPOCH_MICROS = 946_684_800_000_000

/** Whole microseconds of nanoseconds since 1970 given as two 32-bit halves: 2^32 is 4294967 × 1000 + 296. */
export const microsOf = (low: number, high: number): number =>
  high * 4294967 + Math.floor((high * 296 + low) / 1000)

/** The same instant as PostgreSQL counts it. */
export const postgresMicros = (micros: number): number => micros - POSTGRES_EPOCH_MICROS

/** The nanoseconds as decimal digits, as the stored events have them. */
export function nanoText(low: number, high: number): string {
  // Up to the year 2116 the microseconds are exact as a double, which is far cheaper than a bigint.
  if (high >= 0x40000000) return ((BigInt(high) << 32n) | BigInt(low)).toString()
  const micros = microsOf(low, high)
  const rest = (high * 296 + low) % 1000
  if (micros === 0) return String(rest)
  return `${micros}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`
}
