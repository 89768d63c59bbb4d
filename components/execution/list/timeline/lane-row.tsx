'use client'

import { type MouseEvent, memo, useState } from 'react'
import { useZone } from '@/components/ui/clock'
import { type Lane, type LaneBar, placeOf } from '@/lib/charts/swim-lanes'
import { countOf } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { formatInstant } from '@/lib/format/time'
import { STATE_WORD, stateVar } from '../../state-words'
import { usePeek } from '../peek/use-peek'

type Props = {
  lane: Lane
  axis: { fromMs: number; toMs: number }
  /** Where now is, in hundredths; null where it is not on the axis. */
  now: number | null
}

/** One lane: a press on a bar looks at its execution beside the chart. The table has the same for the keyboard. */
export const LaneRow = memo(function LaneRow({ lane, axis, now }: Props) {
  const { peeked, peek } = usePeek()
  const [hovered, setHovered] = useState<{ bar: LaneBar; left: number } | null>(null)
  const barAt = (event: MouseEvent): LaneBar | undefined => {
    const index = event.target instanceof Element ? event.target.getAttribute('data-bar') : null
    return index === null ? undefined : lane.bars[Number(index)]
  }
  const summary = `${lane.name}: ${countOf(lane.total, 'execution')}${lane.broken > 0 ? `, ${lane.broken} broken` : ''}`
  return (
    <li className="flex h-7 items-center border-t border-line first:border-t-0 hover:bg-hover">
      <span className="flex w-28 shrink-0 items-center gap-1.5 px-3 text-xs text-ink sm:w-48" title={summary}>
        <span className="min-w-0 flex-1 truncate">{lane.name}</span>
        {lane.broken > 0 ? (
          <span className="shrink-0 text-2xs text-failed tabular-nums">{lane.broken} ■</span>
        ) : null}
      </span>
      <span className="relative mr-3 h-full min-w-0 flex-1">
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: bars of a picture; the table beside it has links */}
        <svg
          role="img"
          aria-label={summary}
          className="absolute inset-0 size-full overflow-visible"
          onClick={(event) => {
            const bar = barAt(event)
            if (bar) peek(bar.id)
          }}
          onMouseMove={(event) => {
            const bar = barAt(event)
            setHovered(bar ? { bar, left: placeOf(bar, axis).left } : null)
          }}
          onMouseLeave={() => setHovered(null)}
        >
          {lane.bars.map((bar, index) => {
            const { left, width } = placeOf(bar, axis)
            return (
              <rect
                key={bar.id}
                data-bar={index}
                x={`${left}%`}
                y={bar.id === peeked ? 4 : 7}
                height={bar.id === peeked ? 20 : 14}
                style={{ width: `max(3px, ${width}%)`, fill: stateVar(bar.state) }}
                rx={1.5}
                className="cursor-pointer opacity-80 hover:opacity-100"
              />
            )
          })}
        </svg>
        {now === null ? null : (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 w-px bg-accent"
            style={{ left: `${now}%` }}
          />
        )}
        {hovered ? <BarTip bar={hovered.bar} left={hovered.left} /> : null}
      </span>
    </li>
  )
})

function BarTip({ bar, left }: { bar: LaneBar; left: number }) {
  const { zone } = useZone()
  return (
    <span
      className="pointer-events-none absolute top-full z-20 flex flex-col rounded-md bg-raised px-2.5 py-1.5 text-xs whitespace-nowrap text-ink shadow-popup"
      style={left > 60 ? { right: `${100 - left}%` } : { left: `${left}%` }}
    >
      <span className="font-medium">
        {STATE_WORD[bar.state]} · {formatDuration(bar.endMs - bar.startMs)}
      </span>
      <span className="text-ink-3 tabular-nums">{formatInstant(bar.startMs, zone)}</span>
    </span>
  )
}
