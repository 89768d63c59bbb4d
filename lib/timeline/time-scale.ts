/** A stretch of the trace in nanoseconds after its origin. */
export type TimeWindow = { from: number; to: number }

export type Tick = { at: number; label: string }

const MICRO = 1e3
const MILLI = 1e6
const SECOND = 1e9
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Steps that read well above a second, where time stops being decimal. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 100, 400].map((n) => n * DAY),
]

/** About `wanted` round marks inside the window, each labelled as finely as their distance asks for. */
export function ticksOf(window: TimeWindow, wanted: number): Tick[] {
  const step = stepOf((window.to - window.from) / Math.max(1, wanted))
  const ticks: Tick[] = []
  for (let at = Math.ceil(window.from / step) * step; at <= window.to; at += step) {
    ticks.push({ at, label: labelOf(at, step) })
  }
  return ticks
}

/** Where a moment lies in the window, 0 to 1 inside it. */
export const positionOf = (at: number, window: TimeWindow): number =>
  (at - window.from) / Math.max(1, window.to - window.from)

/** Zooms by a factor around a moment, never beyond the trace nor below a hundred nanoseconds. */
export function zoomed(window: TimeWindow, around: number, factor: number, lengthNs: number): TimeWindow {
  const width = Math.min(lengthNs, Math.max(100, (window.to - window.from) * factor))
  const share = positionOf(around, window)
  return moved({ from: around - share * width, to: around - share * width + width }, 0, lengthNs)
}

/** Moves by a share of the window's own width, and stops at the ends of the trace. */
export function moved(window: TimeWindow, share: number, lengthNs: number): TimeWindow {
  const width = Math.min(lengthNs, window.to - window.from)
  const from = Math.min(Math.max(0, window.from + share * width), lengthNs - width)
  return { from, to: from + width }
}

function stepOf(atLeast: number): number {
  if (atLeast > SECOND / 2)
    return CLOCK_STEPS.find((step) => step >= atLeast) ?? Math.ceil(atLeast / DAY) * DAY
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeast)))
  return ([1, 2, 5, 10].find((n) => n * power >= atLeast) ?? 10) * power
}

function labelOf(at: number, step: number): string {
  if (at === 0) return '0'
  // Time in a queue lies before the first span.
  if (at < 0) return `−${labelOf(-at, step)}`
  if (step >= DAY) return `${Math.round(at / DAY)}d`
  if (at >= HOUR)
    return `${Math.floor(at / HOUR)}h${step < HOUR || at % HOUR !== 0 ? ` ${minutesOf(at, step)}` : ''}`
  if (at >= MINUTE) return minutesOf(at, step)
  if (at >= SECOND) return `${decimal(at / SECOND, step / SECOND)}s`
  if (at >= MILLI) return `${decimal(at / MILLI, step / MILLI)}ms`
  if (at >= MICRO) return `${decimal(at / MICRO, step / MICRO)}µs`
  return `${Math.round(at)}ns`
}

function minutesOf(at: number, step: number): string {
  const minutes = Math.floor((at % HOUR) / MINUTE)
  if (step >= MINUTE) return `${minutes}m`
  return `${minutes}m ${decimal((at % MINUTE) / SECOND, step / SECOND)}s`
}

/** As many digits after the point as tell two neighbouring ticks apart. */
const decimal = (value: number, step: number): string =>
  value.toFixed(step >= 1 ? 0 : Math.min(9, Math.ceil(-Math.log10(step) - 1e-9)))
