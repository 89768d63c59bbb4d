import { type Opened, openTo } from './rows'
import type { SpanTree } from './span-tree'
import { indexesOf, spanIdAt } from './trace-spans'

/** Rows that a reader can take in at first sight; above, only what matters is open. */
const OPEN_AT_FIRST = 400

/** Failed spans that are led to; the others are found with the errors filter. */
const FAILURES_OPENED = 20

/** Failed spans without a failed span under them, in order of time: where things broke, not what they broke. */
export function failuresOf(tree: SpanTree): number[] {
  const found: number[] = []
  tree.isFailed.forEach((isFailed, span) => {
    if (isFailed === 1 && tree.failedBelow[span] === 0) found.push(span)
  })
  return found
}

/** What is open when the page opens: all of a small trace, of a large one its first levels, and always the way to failures. */
export function initiallyOpened(tree: SpanTree, within: number | null, selected: number | null) {
  const spans = new Set<number>()
  const folds = new Set<string>()
  openLevels(tree, within, spans)
  const targets = failuresOf(tree).slice(0, FAILURES_OPENED)
  for (const target of selected === null ? targets : [...targets, selected]) {
    const needed = openTo(tree, target)
    for (const span of needed.spans) spans.add(span)
    // A failed sibling stands before the fold; only who was asked for is worth opening a fold of thousands.
    if (target === selected) for (const fold of needed.folds) folds.add(fold)
  }
  return { spans, folds }
}

/** Opens level by level while the rows stay readable. */
function openLevels(tree: SpanTree, within: number | null, spans: Set<number>): void {
  let level =
    within === null ? tree.tops.flatMap((top) => (top.kind === 'root' ? [top.span] : top.spans)) : [within]
  let rows = level.length
  while (level.length > 0) {
    const next: number[] = []
    for (const span of level) {
      const children = tree.childrenOf(span)
      const cost = Math.min(children.length, 101)
      if (children.length === 0 || rows + cost > OPEN_AT_FIRST) continue
      rows += cost
      spans.add(span)
      next.push(...children)
    }
    level = next
  }
}

/** What stays open when more of the trace has come: what was, and in what is new what matters. */
export function carriedOver(
  before: { tree: SpanTree; opened: Opened },
  tree: SpanTree,
  within: number | null,
): Opened {
  const initially = initiallyOpened(tree, within, null).spans
  const known = indexesOf(before.tree.spans, idsOf(tree, initially))
  const now = indexesOf(tree.spans, idsOf(before.tree, before.opened.spans))
  const spans = new Set<number>()
  for (const span of before.opened.spans) {
    const index = now.get(spanIdAt(before.tree.spans, span))
    if (index !== undefined) spans.add(index)
  }
  for (const span of initially) {
    const earlier = known.get(spanIdAt(tree.spans, span))
    // What had nothing under it could not have been closed by anybody.
    if (earlier === undefined || before.tree.below[earlier] === 0) spans.add(span)
  }
  return { spans, folds: before.opened.folds }
}

const idsOf = (tree: SpanTree, spans: Iterable<number>): ReadonlySet<string> =>
  new Set(Array.from(spans, (span) => spanIdAt(tree.spans, span)))
