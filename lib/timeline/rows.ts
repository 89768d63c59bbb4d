import type { SpanTree, Top } from './span-tree'
import { spanIdAt } from './trace-spans'

/** Siblings shown before the rest of them folds into one row. */
export const SIBLINGS_SHOWN = 100

/** One line of the waterfall. */
export type Row =
  | { kind: 'span'; key: string; span: number; depth: number; branch: 'leaf' | 'open' | 'closed' }
  /** The siblings beyond the first hundred. */
  | { kind: 'siblings'; key: string; depth: number; count: number; failed: number; isOpen: boolean }
  /** Machinery of the tool under one parent. */
  | { kind: 'noise'; key: string; depth: number; count: number; isOpen: boolean }
  /** Heads the spans whose parent never came. */
  | { kind: 'missing'; key: string; depth: number; parentId: string; count: number }
  | { kind: 'circle'; key: string; depth: number; count: number }

/** What the reader has opened. Folds are known by their row's key, which holds span ids and so outlives a longer trace. */
export type Opened = { spans: ReadonlySet<number>; folds: ReadonlySet<string> }

export type RowFilter = {
  /** Only failed spans and the way to them; nothing is folded then. */
  errorsOnly: boolean
  /** Only this span and what is under it. */
  within: number | null
}

/** The lines to draw, from the top down. Costs as much as it returns, whatever the size of the trace. */
export function rowsOf(tree: SpanTree, opened: Opened, filter: RowFilter): Row[] {
  const rows: Row[] = []
  const stack: (Row | Visit)[] = []
  const push = (entries: (Row | Visit)[]) => {
    for (let at = entries.length - 1; at >= 0; at--) stack.push(entries[at] as Row | Visit)
  }
  push(filter.within === null ? topEntries(tree, opened, filter) : [{ visit: filter.within, depth: 0 }])
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (!('visit' in entry)) {
      rows.push(entry)
      continue
    }
    const { visit: span, depth } = entry
    const branch = branchOf(tree, span, opened, filter)
    rows.push({ kind: 'span', key: `s${span}`, span, depth, branch })
    if (branch === 'open')
      push(
        listed(
          tree,
          Array.from(tree.childrenOf(span)),
          spanIdAt(tree.spans, span),
          depth + 1,
          opened,
          filter,
        ),
      )
  }
  return rows
}

/** What must be open for the span to have a row of its own. */
export function openTo(tree: SpanTree, span: number): { spans: number[]; folds: string[] } {
  const spans: number[] = []
  const folds: string[] = []
  for (let at = span; at !== -1; at = tree.parents[at] ?? -1) {
    const parent = tree.parents[at] ?? -1
    if (parent !== -1) spans.push(parent)
    const siblings =
      parent === -1
        ? topSiblings(tree, at)
        : { key: spanIdAt(tree.spans, parent), spans: Array.from(tree.childrenOf(parent)) }
    if (tree.isNoise[at] === 1) folds.push(`n${siblings.key}`)
    else if (isFoldedAway(tree, siblings.spans, at)) folds.push(`m${siblings.key}`)
  }
  return { spans, folds }
}

type Visit = { visit: number; depth: number }

function branchOf(
  tree: SpanTree,
  span: number,
  opened: Opened,
  filter: RowFilter,
): 'leaf' | 'open' | 'closed' {
  if (filter.errorsOnly)
    return (tree.failedBelow[span] ?? 0) > 0 ? (opened.spans.has(span) ? 'open' : 'closed') : 'leaf'
  if ((tree.below[span] ?? 0) === 0) return 'leaf'
  return opened.spans.has(span) ? 'open' : 'closed'
}

function topEntries(tree: SpanTree, opened: Opened, filter: RowFilter): (Row | Visit)[] {
  const roots = tree.tops.flatMap((top) => (top.kind === 'root' ? [top.span] : []))
  const rootEntries = listed(tree, roots, 'root', 0, opened, filter)
  const others = tree.tops.flatMap((top) =>
    top.kind === 'root' ? [] : orphanEntries(tree, top, opened, filter),
  )
  return [...rootEntries, ...others]
}

function orphanEntries(
  tree: SpanTree,
  top: Exclude<Top, { kind: 'root' }>,
  opened: Opened,
  filter: RowFilter,
): (Row | Visit)[] {
  const key = keyOfTop(top)
  const members = listed(tree, top.spans, key, 1, opened, filter)
  if (members.length === 0) return []
  const count = top.spans.length
  if (top.kind === 'circle') return [{ kind: 'circle', key: `c${key}`, depth: 0, count }, ...members]
  return [{ kind: 'missing', key: `p${key}`, depth: 0, parentId: top.parentId, count }, ...members]
}

/** Siblings as they are listed: failed ones first where there are too many, machinery last and folded. */
function listed(
  tree: SpanTree,
  siblings: number[],
  key: string,
  depth: number,
  opened: Opened,
  filter: RowFilter,
): (Row | Visit)[] {
  const visit = (span: number): Visit => ({ visit: span, depth })
  if (filter.errorsOnly) return siblings.filter((span) => hasTrouble(tree, span)).map(visit)

  const entries: (Row | Visit)[] = []
  const { shown, folded, noise } = split(tree, siblings)
  entries.push(...shown.map(visit))
  if (folded.length > 0) {
    const isOpen = opened.folds.has(`m${key}`)
    const failed = folded.filter((span) => hasTrouble(tree, span)).length
    entries.push({ kind: 'siblings', key: `m${key}`, depth, count: folded.length, failed, isOpen })
    if (isOpen) entries.push(...folded.map(visit))
  }
  if (noise.length > 0) {
    const isOpen = opened.folds.has(`n${key}`)
    entries.push({ kind: 'noise', key: `n${key}`, depth, count: noise.length, isOpen })
    if (isOpen) entries.push(...noise.map(visit))
  }
  return entries
}

function split(tree: SpanTree, siblings: number[]) {
  const noise = siblings.filter((span) => tree.isNoise[span] === 1)
  const plain = noise.length === 0 ? siblings : siblings.filter((span) => tree.isNoise[span] === 0)
  if (plain.length <= SIBLINGS_SHOWN) return { shown: plain, folded: [], noise }
  const ranked = [
    ...plain.filter((span) => hasTrouble(tree, span)),
    ...plain.filter((span) => !hasTrouble(tree, span)),
  ]
  return { shown: ranked.slice(0, SIBLINGS_SHOWN), folded: ranked.slice(SIBLINGS_SHOWN), noise }
}

const isFoldedAway = (tree: SpanTree, siblings: number[], span: number): boolean =>
  siblings.length > SIBLINGS_SHOWN && split(tree, siblings).folded.includes(span)

const hasTrouble = (tree: SpanTree, span: number): boolean =>
  tree.isFailed[span] === 1 || (tree.failedBelow[span] ?? 0) > 0

function topSiblings(tree: SpanTree, span: number): { key: string; spans: number[] } {
  const group = tree.tops.find((top) => top.kind !== 'root' && top.spans.includes(span))
  if (group && group.kind !== 'root') return { key: keyOfTop(group), spans: group.spans }
  return { key: 'root', spans: tree.tops.flatMap((top) => (top.kind === 'root' ? [top.span] : [])) }
}

const keyOfTop = (top: Exclude<Top, { kind: 'root' }>): string =>
  top.kind === 'missing' ? `x${top.parentId}` : 'circle'
