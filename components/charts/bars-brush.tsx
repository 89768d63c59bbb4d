'use client'

import clsx from 'clsx'
import { type PointerEvent, useId, useRef, useState } from 'react'
import { useZone } from '@/components/ui/clock'
import { type Brush, barAt, chosen, pressed, shareOf, stretchOf } from '@/lib/charts/brush'
import { countOf } from '@/lib/format/count'
import { formatShort } from '@/lib/format/time'

/** So far a press may tremble before it is a drag, in px. */
const TREMBLE_PX = 4

type Stretch = { startMs: number; endMs: number }
type BrushedBar = Stretch & { total: number }

/** Lets a stretch of the bars in it be chosen: by dragging over them, or by arrow keys, of which Enter makes use. */
export function BarsBrush({
  bars,
  onZoom,
  children,
}: {
  bars: readonly BrushedBar[]
  onZoom: (stretch: Stretch) => void
  children: React.ReactNode
}) {
  const [brush, setBrush] = useState<Brush | null>(null)
  const down = useRef<{ x: number; bar: number; isDrag: boolean } | null>(null)
  const helpId = useId()
  const { zone } = useZone()
  const zoom = (of: Brush) => {
    const stretch = stretchOf(of, bars)
    setBrush(null)
    if (stretch) onZoom(stretch)
  }
  const barUnder = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return barAt((event.clientX - left) / Math.max(1, width), bars.length)
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!down.current) return
    if (!down.current.isDrag && Math.abs(event.clientX - down.current.x) < TREMBLE_PX) return
    // From here on it is ours: the press at its end is not one on a bar.
    if (!down.current.isDrag) event.currentTarget.setPointerCapture(event.pointerId)
    down.current.isDrag = true
    setBrush({ anchor: down.current.bar, head: barUnder(event) })
  }
  const end = () => {
    const isDrag = down.current?.isDrag ?? false
    down.current = null
    if (isDrag && brush) zoom(brush)
  }
  const cancel = () => {
    down.current = null
    setBrush(null)
  }
  const place = brush && shareOf(brush, bars.length)
  return (
    <div
      className={clsx(
        'relative touch-pan-y select-none [&_svg_*]:outline-none',
        // The picture's own words would stand in the way of those of the choice.
        brush && '[&_.recharts-tooltip-wrapper]:hidden',
      )}
      onPointerDown={(event) => {
        if (event.button === 0) down.current = { x: event.clientX, bar: barUnder(event), isDrag: false }
      }}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={cancel}
    >
      {children}
      {brush && place ? (
        <>
          <div
            aria-hidden
            className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/15"
            style={{ left: `${place.left * 100}%`, width: `${place.width * 100}%` }}
          />
          <p
            aria-live="polite"
            className="pointer-events-none absolute top-full z-20 mt-1 rounded-md bg-raised px-2.5 py-1.5 text-xs font-medium whitespace-nowrap text-ink tabular-nums shadow-popup max-sm:whitespace-normal"
            style={
              place.left > 0.5
                ? { right: `${(1 - place.left - place.width) * 100}%` }
                : { left: `${place.left * 100}%` }
            }
          >
            {wordsOf(brush, bars, zone)}
          </p>
        </>
      ) : null}
      {/* What the mouse does on the picture, keys do on this: it lies over it and lets the mouse through. */}
      <button
        type="button"
        aria-label="Choose a stretch of time"
        aria-describedby={helpId}
        className="pointer-events-none absolute inset-0 rounded focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent"
        onBlur={cancel}
        onClick={() => {
          if (brush) zoom(brush)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && brush) {
            event.stopPropagation()
            cancel()
            return
          }
          const next = pressed(brush, event, bars.length)
          if (next === null) return
          event.preventDefault()
          setBrush(next)
        }}
      />
      <span id={helpId} className="sr-only">
        Arrow keys choose a bar, with Shift more of them, Enter looks at their time, Escape lets go.
      </span>
    </div>
  )
}

function wordsOf(brush: Brush, bars: readonly BrushedBar[], zone: string): string {
  const stretch = stretchOf(brush, bars)
  if (!stretch) return ''
  const [first, last] = chosen(brush)
  const count = bars.slice(first, last + 1).reduce((sum, bar) => sum + bar.total, 0)
  return `${formatShort(stretch.startMs, zone)} to ${formatShort(stretch.endMs, zone)} · ${countOf(count, 'execution')}`
}
