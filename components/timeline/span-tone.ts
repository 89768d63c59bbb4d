import { stateVar } from '@/components/execution/state-words'
import { isBroken } from '@/lib/model/state'
import type { SpanTree } from '@/lib/timeline/span-tree'

const SERIES = 6

/** The colour of a span: its step's state where it has one, failure where it failed, else its service's. */
export function toneOf(tree: SpanTree, span: number): string {
  const step = tree.steps.get(span)
  if (tree.isFailed[span] === 1) {
    const failed = stateVar(step && isBroken(step.state) ? step.state : 'failed')
    // What failed only because something in it did stands back, so that the eye goes to the cause.
    return tree.failedBelow[span] ? `color-mix(in oklab, ${failed} 45%, var(--surface))` : failed
  }
  if (step) return stateVar(step.state)
  return serviceTone(tree.spans.service[span] ?? 0)
}

/** Services keep their colour for as long as the trace is open. */
export const serviceTone = (service: number): string => `var(--series-${(service % SERIES) + 1})`
