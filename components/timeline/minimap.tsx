'use client'

import { useEffect, useRef, useState } from 'react'
import { endOf, type SpanTree } from '@/lib/timeline/span-tree'
import { positionOf, type TimeWindow } from '@/lib/timeline/time-scale'
import { countSpans } from '@/lib/timeline/trace-spans'

const HEIGHT = 44

type Props = {
  tree: SpanTree
  whole: TimeWindow
  window: TimeWindow
  onZoom: (window: TimeWindow | null) => void
}

/** The whole trace at a glance; dragging over a part of it zooms there, a double click shows all again. */
export function Minimap({ tree, whole, window, onZoom }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)

  // A canvas is outside of React, and its colours change with the theme.
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const draw = () => paint(element, tree, whole)
    const resized = new ResizeObserver(draw)
    const themed = new MutationObserver(draw)
    const preference = matchMedia('(prefers-color-scheme: dark)')
    resized.observe(element)
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    preference.addEventListener('change', draw)
    return () => {
      resized.disconnect()
      themed.disconnect()
      preference.removeEventListener('change', draw)
    }
  }, [tree, whole])

  const shareAt = (event: React.PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
  }
  const shown = drag ?? { from: positionOf(window.from, whole), to: positionOf(window.to, whole) }
  const [left, right] = [Math.min(shown.from, shown.to), Math.max(shown.from, shown.to)]
  return (
    <div
      role="img"
      aria-label={`Overview of ${countSpans(tree.spans)} spans. Zoom with the keys w, s, a and d.`}
      title="Drag to zoom, double click for all"
      className="relative cursor-crosshair touch-none overflow-hidden rounded border border-line bg-sunken"
      style={{ height: HEIGHT }}
      onDoubleClick={() => onZoom(null)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: shareAt(event), to: shareAt(event) })
      }}
      onPointerMove={(event) => {
        if (drag) setDrag({ ...drag, to: shareAt(event) })
      }}
      onPointerUp={() => {
        const width = whole.to - whole.from
        if (drag && right - left > 0.004)
          onZoom({ from: whole.from + left * width, to: whole.from + right * width })
        setDrag(null)
      }}
      onPointerCancel={() => setDrag(null)}
    >
      <canvas ref={canvas} className="size-full text-ink-3 outline-failed" />
      <span className="absolute inset-y-0 left-0 bg-ink/12" style={{ width: `${left * 100}%` }} />
      <span className="absolute inset-y-0 right-0 bg-ink/12" style={{ width: `${(1 - right) * 100}%` }} />
      {left > 0 || right < 1 ? (
        <span
          className="absolute inset-y-0 border-x-2 border-accent"
          style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
        />
      ) : null}
    </div>
  )
}

/** One thin line a span, in order of start from the top; failures last, so that nothing is painted over them. */
function paint(element: HTMLCanvasElement, tree: SpanTree, whole: TimeWindow): void {
  const context = element.getContext('2d')
  if (!context) return
  const ratio = devicePixelRatio
  const { width, height } = element.getBoundingClientRect()
  element.width = Math.round(width * ratio)
  element.height = Math.round(height * ratio)
  const style = getComputedStyle(element)
  const count = countSpans(tree.spans)
  const step = Math.min(4 * ratio, (element.height - 4 * ratio) / Math.max(1, count))
  const thickness = Math.max(ratio, step - ratio)
  for (const pass of [0, 1]) {
    context.fillStyle = style.getPropertyValue(pass === 1 ? 'outline-color' : 'color')
    context.globalAlpha = pass === 1 ? 1 : Math.min(1, 0.35 + 200 / Math.max(1, count))
    for (let span = 0; span < count; span++) {
      if (tree.isFailed[span] !== pass) continue
      const left = positionOf(tree.spans.starts[span] ?? 0, whole) * element.width
      const right = positionOf(endOf(tree, span), whole) * element.width
      context.fillRect(left, 2 * ratio + span * step, Math.max(ratio, right - left), thickness)
    }
  }
}
