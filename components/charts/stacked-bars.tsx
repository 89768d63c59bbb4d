'use client'

import { type MouseEvent, type ReactNode, useState } from 'react'
import { stateVar } from '@/components/execution/state-words'
import { stackBar } from '@/lib/charts/bar-stack'
import type { StateBar } from '@/lib/charts/state-bars'
import type { State } from '@/lib/model/state'

const HEIGHT_PX = 80
/** Of the room of a bar; the rest keeps it apart from the next one. */
const FILLED = 0.88

/** The bars themselves. The whole height over a bar answers for it: a bar of two pixels could not be pointed at. */
export function StackedBars({
  bars,
  series,
  onPick,
  tip,
}: {
  bars: StateBar[]
  series: readonly State[]
  onPick: (bar: StateBar) => void
  tip: (bar: StateBar) => ReactNode
}) {
  const [at, setAt] = useState<number | null>(null)
  const pointed = at === null ? undefined : bars[at]
  const indexOf = ({ clientX, currentTarget }: MouseEvent<HTMLElement>) => {
    const { left, width: room } = currentTarget.getBoundingClientRect()
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((clientX - left) / room) * bars.length)))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it says the same, and the address takes any stretch
    // biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut for the hand; the time range is chosen by keys above
    <div
      className="relative"
      style={{ height: HEIGHT_PX }}
      onPointerMove={(event) => setAt(indexOf(event))}
      onPointerLeave={() => setAt(null)}
      onClick={(event) => {
        const bar = bars[indexOf(event)]
        if (bar && bar.total > 0) onPick(bar)
      }}
    >
      <svg
        aria-hidden
        viewBox={`0 0 ${bars.length} ${HEIGHT_PX}`}
        preserveAspectRatio="none"
        className="block size-full cursor-pointer"
      >
        {at === null ? null : <rect x={at} width={1} height={HEIGHT_PX} fill="var(--hover)" />}
        {[...outlinesOf(bars, series)].map(([state, outline]) => (
          <path key={state} d={outline} fill={stateVar(state)} />
        ))}
      </svg>
      {at === null || pointed === undefined ? null : (
        <div className="pointer-events-none absolute top-1 z-20" style={besideBar(at, bars.length)}>
          {tip(pointed)}
        </div>
      )}
    </div>
  )
}

/** One shape for each state: a week of hours would otherwise be hundreds of elements. */
function outlinesOf(bars: StateBar[], series: readonly State[]): Map<State, string> {
  const peak = Math.max(1, ...bars.map((bar) => bar.total))
  const outlines = new Map<State, string>()
  for (const [index, bar] of bars.entries()) {
    for (const { state, top, height } of stackBar(bar, series, { peak, heightPx: HEIGHT_PX })) {
      const part = `M${index} ${top.toFixed(1)}h${FILLED}v${height.toFixed(1)}h-${FILLED}z`
      outlines.set(state, (outlines.get(state) ?? '') + part)
    }
  }
  return outlines
}

/** To the right of a bar of the left half, to the left of one of the right half: never over the edge. */
const besideBar = (at: number, of: number) =>
  at < of / 2
    ? { left: `calc(${((at + 1) / of) * 100}% + 8px)` }
    : { right: `calc(${(1 - at / of) * 100}% + 8px)` }
