const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const

/** A duration as a person reads it: `820 ms`, `4.2 s`, `3 m 05 s`, `2 h 10 m`, `3 d 4 h`. Two units at most. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < 1) return ms < 1e-6 ? '0 ms' : `${Number((ms * 1000).toPrecision(3))} µs`
  if (ms < 999.5) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`
  return twoUnits(ms)
}

function twoUnits(ms: number): string {
  const index = ms < 3_599_500 ? 2 : ms < 86_370_000 ? 1 : 0
  const [first, second] =
    index === 2 ? [UNITS[2], UNITS[3]] : index === 1 ? [UNITS[1], UNITS[2]] : [UNITS[0], UNITS[1]]
  // Rounded in the smaller unit first, so that 59.7 s never reads "1 m 60 s".
  const inSecond = Math.round(ms / second.ms)
  const each = first.ms / second.ms
  const rest = inSecond % each
  const whole = (inSecond - rest) / each
  return rest === 0
    ? `${whole} ${first.name}`
    : `${whole} ${first.name} ${String(rest).padStart(2, '0')} ${second.name}`
}

/** Nanoseconds as text to a readable duration; a bigint never meets a float before it is small. */
export function formatNanos(nanos: bigint): string {
  return formatDuration(Number(nanos / 1000n) / 1000)
}
