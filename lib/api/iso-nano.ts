/** Nanoseconds since 1970 as ISO 8601 with microseconds, the form of every other time; null for a time that no calendar has. */
export function isoOfNano(unixNano: string | null): string | null {
  if (unixNano === null || !/^\d{1,19}$/.test(unixNano)) return null
  const nano = BigInt(unixNano)
  const date = new Date(Number(nano / 1_000_000n))
  if (Number.isNaN(date.getTime())) return null
  const micros = (nano / 1000n) % 1000n
  return date.toISOString().replace('Z', `${micros.toString().padStart(3, '0')}Z`)
}

/** Milliseconds since 1970 in the same form. */
export const isoOfMs = (ms: number): string => new Date(ms).toISOString()
