import { formatDuration } from '@/lib/format/duration'
import { endOf, type SpanTree, skewOf } from './span-tree'
import { positionOf, type TimeWindow } from './time-scale'
import { flagsAt, OPEN } from './trace-spans'

/** A stretch of the track in percent of its width, cut to what is in view. */
export type Stretch = { left: number; width: number }

/** How a span is drawn on its track. */
export type Bar = {
  work: Stretch | null
  /** Time in the tool's queue before the work. */
  queued: Stretch | null
  /** Parts of it that are on the critical path. */
  critical: Stretch[]
  isOpen: boolean
  label: string
  /** Where the label begins, in percent: after the work, for which the track leaves room at its end. */
  labelAt: number
  /** What a reader should know before believing the picture. */
  hint: string | null
}

/** Every decision about the drawing of one span: the component only puts it on the screen. */
export function barOf(
  tree: SpanTree,
  span: number,
  window: TimeWindow,
  critical: readonly TimeWindow[] = [],
): Bar {
  const from = tree.spans.starts[span] ?? 0
  const to = endOf(tree, span)
  const queuedAt = tree.steps.get(span)?.queued ?? null
  const isOpen = tree.spans.durations[span] === OPEN
  const work = stretchOf({ from, to }, window)
  return {
    work,
    queued: queuedAt === null || queuedAt >= from ? null : stretchOf({ from: queuedAt, to: from }, window),
    critical: critical.flatMap((stretch) => stretchOf(stretch, window) ?? []),
    isOpen,
    label: isOpen ? `${formatDuration((to - from) / 1e6)}…` : formatDuration((to - from) / 1e6),
    labelAt: work === null ? (from > window.to ? 100 : 0) : work.left + work.width,
    hint: hintOf(tree, span),
  }
}

/** Null when nothing of it is in view. */
function stretchOf(stretch: TimeWindow, window: TimeWindow): Stretch | null {
  const left = positionOf(stretch.from, window) * 100
  const right = positionOf(stretch.to, window) * 100
  if (right < 0 || left > 100) return null
  const cutLeft = Math.max(0, left)
  return { left: cutLeft, width: Math.min(100, right) - cutLeft }
}

function hintOf(tree: SpanTree, span: number): string | null {
  if (flagsAt(tree.spans, span).endsBeforeStart) return 'Ends before it starts: shown without length'
  const skew = skewOf(tree, span)
  if (skew === 0) return null
  return `Starts ${formatDuration(skew / 1e6)} before its parent: the clocks of the two differ`
}
