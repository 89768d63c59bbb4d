import { endOf, type SpanTree } from './span-tree'
import type { TimeWindow } from './time-scale'

/**
 * The chain of work that decided how long the top span took: walked backwards from its end, always into the child that
 * finished last, so that shortening anything off the path shortens nothing. Stretches by span.
 */
export function criticalPath(tree: SpanTree, top: number): ReadonlyMap<number, TimeWindow[]> {
  const stretches = new Map<number, TimeWindow[]>()
  const add = (span: number, from: number, to: number) => {
    if (to <= from) return
    const known = stretches.get(span)
    if (known) known.push({ from, to })
    else stretches.set(span, [{ from, to }])
  }

  const todo = [{ span: top, from: startOf(tree, top), to: endOf(tree, top) }]
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    let cursor = at.to
    for (const child of byEndBackwards(tree, at.span, at.from, at.to)) {
      // A sibling that ended while a later one was already at work did not hold anything up.
      if (child.to > cursor) continue
      add(at.span, child.to, cursor)
      todo.push(child)
      cursor = child.from
    }
    add(at.span, at.from, cursor)
  }
  return stretches
}

const startOf = (tree: SpanTree, span: number): number => tree.spans.starts[span] ?? 0

/** Children cut to their parent's time: work that goes on after the parent has ended did not delay it. */
function byEndBackwards(tree: SpanTree, span: number, from: number, to: number) {
  return Array.from(tree.childrenOf(span), (child) => ({
    span: child,
    from: Math.max(from, startOf(tree, child)),
    to: Math.min(to, endOf(tree, child)),
  }))
    .filter((child) => child.to > child.from)
    .sort((a, b) => b.to - a.to || a.from - b.from || a.span - b.span)
}
