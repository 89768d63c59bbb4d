import type { State } from '@/lib/model/state'
import { partsOf, type StateBar } from './state-bars'

/** What is there is seen, however little of it there is. */
const LEAST_PX = 2

export type BarPart = { state: State; top: number; height: number }

/** Where each state of a bar is drawn, in pixels from the top, stacked from the ground up and never above `heightPx`. */
export function stackBar(
  bar: StateBar,
  series: readonly State[],
  { peak, heightPx }: { peak: number; heightPx: number },
): BarPart[] {
  const parts = partsOf(bar, series).map(({ state, count }) => ({
    state,
    height: Math.max(LEAST_PX, (count / peak) * heightPx),
  }))
  const tallest = parts.reduce((most, { height }) => Math.max(most, height), 0)
  const over = Math.max(0, parts.reduce((sum, { height }) => sum + height, 0) - heightPx)
  let ground = heightPx
  let isLowered = false
  return parts.map(({ state, height: full }) => {
    // The room that the smallest took beyond their share is given by the tallest, which does not show it.
    const gives = !isLowered && full === tallest
    const height = gives ? full - over : full
    isLowered ||= gives
    ground -= height
    return { state, top: ground, height }
  })
}
