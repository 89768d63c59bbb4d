'use client'

import { positionOf, type TimeWindow, ticksOf } from '@/lib/timeline/time-scale'

/** Round marks over the tracks. */
export function TimeAxis({ window, wanted }: { window: TimeWindow; wanted: number }) {
  return (
    <div aria-hidden className="relative mr-18 ml-3 h-full max-sm:mr-14 text-2xs text-ink-3 tabular-nums">
      {ticksOf(window, wanted).map((tick) => {
        const at = positionOf(tick.at, window) * 100
        return (
          <span
            key={tick.at}
            className="absolute bottom-1 -translate-x-1/2 whitespace-nowrap first:translate-x-0"
            style={{ left: `${at}%` }}
          >
            {tick.label}
          </span>
        )
      })}
    </div>
  )
}

/** The same marks as lines behind all rows. */
export function GridLines({ window, wanted }: { window: TimeWindow; wanted: number }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 right-18 left-[calc(var(--tree)+0.75rem)] max-sm:right-14"
    >
      {ticksOf(window, wanted).map((tick) => (
        <span
          key={tick.at}
          className="absolute inset-y-0 w-px bg-line/70"
          style={{ left: `${positionOf(tick.at, window) * 100}%` }}
        />
      ))}
    </div>
  )
}
