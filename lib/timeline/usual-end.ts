import { formatDuration } from '@/lib/format/duration'
import type { SpanTree } from './span-tree'
import { positionOf, type TimeWindow } from './time-scale'
import type { TraceSpans } from './trace-spans'

/** How long steps of the flow usually take, in ms by name. */
export type UsualSteps = Readonly<Record<string, number>>

/** Where on its track a step would have ended had it taken as long as usual, in percent of the width. */
export type UsualEnd = { at: number; says: string }

/** Null for what is no step, what nothing is known of, and what would have ended out of view. */
export function usualEndOf(
  tree: SpanTree,
  span: number,
  window: TimeWindow,
  usual: UsualSteps,
): UsualEnd | null {
  const step = tree.steps.get(span)
  const from = tree.spans.starts[span]
  // The execution's own row is compared in the header; a name such as `constructor` is no figure of ours.
  if (!step?.taskRunId || from === undefined || !Object.hasOwn(usual, step.name)) return null
  const usualMs = usual[step.name]
  if (usualMs === undefined) return null
  const at = positionOf(from + usualMs * 1e6, window) * 100
  return at < 0 || at > 100 ? null : { at, says: `Usually ${formatDuration(usualMs)}` }
}

/** True where it is known of any step of the trace how long it usually takes. */
export const hasUsualEnds = (spans: TraceSpans, usual: UsualSteps): boolean =>
  spans.steps.some((step) => step.taskRunId !== null && Object.hasOwn(usual, step.name))
