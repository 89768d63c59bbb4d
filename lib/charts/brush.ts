/** Bars that are being chosen, by their place: from the one where it began to the one where it is. */
export type Brush = { anchor: number; head: number }

/** The bar below a place on the chart; `share` is how far along it is, from 0 to 1. */
export const barAt = (share: number, bars: number): number =>
  Math.min(Math.max(0, Math.floor(share * bars)), Math.max(0, bars - 1))

/** First and last of the bars that are chosen. */
export const chosen = ({ anchor, head }: Brush): [first: number, last: number] => [
  Math.min(anchor, head),
  Math.max(anchor, head),
]

/** Where on the chart they stand, as shares of its width. */
export function shareOf(brush: Brush, bars: number): { left: number; width: number } {
  const [first, last] = chosen(brush)
  return bars === 0 ? { left: 0, width: 0 } : { left: first / bars, width: (last + 1 - first) / bars }
}

/** The time that they take in. */
export function stretchOf(
  brush: Brush,
  bars: readonly { startMs: number; endMs: number }[],
): { startMs: number; endMs: number } | null {
  const [first, last] = chosen(brush)
  const [from, to] = [bars[first], bars[last]]
  return from && to ? { startMs: from.startMs, endMs: to.endMs } : null
}

/**
 * What a key does to it: arrows move one bar, which with Shift is the end of several; Home and End reach the edges. The first
 * press begins at the newest bar. Null for a key that means nothing here.
 */
export function pressed(
  brush: Brush | null,
  event: { key: string; shiftKey: boolean },
  bars: number,
): Brush | null {
  const last = bars - 1
  const to = (head: number): number | null =>
    ({ ArrowLeft: head - 1, ArrowRight: head + 1, Home: 0, End: last })[event.key] ?? null
  if (to(0) === null || bars === 0) return null
  if (brush === null) return event.key === 'Home' ? { anchor: 0, head: 0 } : { anchor: last, head: last }
  const head = Math.min(Math.max(0, to(brush.head) ?? brush.head), last)
  return { anchor: event.shiftKey ? brush.anchor : head, head }
}
