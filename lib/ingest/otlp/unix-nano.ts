/** Microseconds from 1970 to 2000, where PostgreSQL's timestamps begin. */
const POSTGRES_EPOCH_MICROS = 946_684_800_000_000

/** Whole microseconds of nanoseconds since 1970 given as two 32-bit halves: 2^32 is 4294967 × 1000 + 296. */
export const microsOf = (low: number, high: number): number =>
  high * 4294967 + Math.floor((high * 296 + low) / 1000)

/** The same instant as PostgreSQL counts it. */
export const postgresMicros = (micros: number): number => micros - POSTGRES_EPOCH_MICROS

/** The nanoseconds as decimal digits, as the stored events have them. */
export function nanoText(low: number, high: number): string {
  // In three numbers of which each is a small integer: far cheaper than a bigint, or a double of sixteen digits.
  const micros = microsOf(low, high)
  if (high >= 0x40000000 || micros < 1e9) return ((BigInt(high) << 32n) | BigInt(low)).toString()
  const upper = Math.floor(micros / 1e9)
  const lower = micros - upper * 1e9
  const rest = (high * 296 + low) % 1000
  return `${upper}${String(1e9 + lower).slice(1)}${String(1000 + rest).slice(1)}`
}
