import { isBroken, isTerminal } from '@/lib/model/state'
import { countSpans, flagsAt, NO_PARENT, OPEN, type PackedStep, type TraceSpans } from './trace-spans'

/** What stands at the top of the waterfall, in order of time. */
export type Top =
  | { kind: 'root'; span: number }
  /** Spans whose parent was never received (or is still to come). */
  | { kind: 'missing'; parentId: string; spans: number[] }
  /** Spans that name each other as parent. */
  | { kind: 'circle'; spans: number[] }

export type SpanTree = {
  spans: TraceSpans
  tops: Top[]
  /** Parent of each span after repair, or `NO_PARENT`. */
  parents: Int32Array
  /** Children of a span in order of start. */
  childrenOf: (span: number) => Int32Array
  /** Descendants, without the span itself. */
  below: Int32Array
  /** Failed descendants, without the span itself. */
  failedBelow: Int32Array
  isFailed: Uint8Array
  /** 1 for machinery with nothing but machinery under it: safe to fold away. */
  isNoise: Uint8Array
  steps: ReadonlyMap<number, PackedStep>
  /** Length of the whole trace in nanoseconds, at least 1. Open spans count as long as anything else is known to go on. */
  lengthNs: number
}

/** Puts the spans together as far as they fit: lost parents, circles and repeated ids cost a marker, never a span. */
export function buildTree(spans: TraceSpans): SpanTree {
  const count = countSpans(spans)
  const parents = Int32Array.from(spans.parents, (parent) => Math.max(parent, NO_PARENT))
  const cut = cutCircles(parents)
  const childrenOf = indexChildren(parents)
  const order = breadthFirst(parents, childrenOf)
  const steps = stepsBySpan(spans)
  const isFailed = Uint8Array.from({ length: count }, (_, span) => Number(hasFailed(spans, span, steps)))
  const tree = { spans, parents, childrenOf, steps, isFailed, tops: topsOf(spans, parents, cut) }
  return { ...tree, ...sumUp(spans, parents, order, isFailed, steps), lengthNs: lengthOf(spans) }
}

/** The tree of a trace that still goes on: what is open reaches up to now. */
export function reachingTo(tree: SpanTree, nowMs: number): SpanTree {
  const nowNs = nowMs * 1e6 - Number(BigInt(tree.spans.originUnixNano) / 1000n) * 1e3
  return tree.spans.durations.includes(OPEN) && nowNs > tree.lengthNs ? { ...tree, lengthNs: nowNs } : tree
}

/** End of a span after the origin; an open one reaches to the end of what is known of the trace. */
export function endOf(tree: SpanTree, span: number): number {
  const duration = tree.spans.durations[span] ?? 0
  return duration === OPEN ? tree.lengthNs : (tree.spans.starts[span] ?? 0) + duration
}

/** How long before its parent a span starts: clocks of two machines differ by at least that. */
export function skewOf(tree: SpanTree, span: number): number {
  const parent = tree.parents[span] ?? NO_PARENT
  if (parent === NO_PARENT) return 0
  return Math.max(0, (tree.spans.starts[parent] ?? 0) - (tree.spans.starts[span] ?? 0))
}

/** The span and what is under it, parents before children. */
export function subtreeOf(tree: SpanTree, top: number): number[] {
  const found = [top]
  for (let at = 0; at < found.length; at++)
    for (const child of tree.childrenOf(found[at] ?? 0)) found.push(child)
  return found
}

/**
 * The time that a span and all under it took, or the whole trace. Time in a queue before it counts as long as it does
 * not dwarf the work: a bar of two seconds after two hours of waiting could not be seen.
 */
export function extentOf(tree: SpanTree, within: number | null): { from: number; to: number } {
  const members = within === null ? null : subtreeOf(tree, within)
  const inside = members && new Set(members)
  const from = members
    ? members.reduce((least, span) => Math.min(least, tree.spans.starts[span] ?? 0), Infinity)
    : 0
  const to = members ? members.reduce((most, span) => Math.max(most, endOf(tree, span)), 0) : tree.lengthNs
  const queued = tree.spans.steps.flatMap(({ span, queued }) =>
    queued !== null && inside?.has(span) !== false ? queued : [],
  )
  const earliest = queued.reduce((least, at) => Math.min(least, at), from)
  return { from: Math.max(earliest, from - (to - from)), to: Math.max(to, from + 1) }
}

/** A step's own state counts before its span's status: a tool may end a failed span with OK, and the other way round. */
function hasFailed(spans: TraceSpans, span: number, steps: ReadonlyMap<number, PackedStep>): boolean {
  const step = steps.get(span)
  if (step && isTerminal(step.state)) return isBroken(step.state)
  return flagsAt(spans, span).statusCode === 2
}

/** Where a span stands for an execution and a task run, the task run is the more exact word. */
function stepsBySpan(spans: TraceSpans): Map<number, PackedStep> {
  const found = new Map<number, PackedStep>()
  for (const step of spans.steps) {
    const known = found.get(step.span)
    if (!known || known.taskRunId === null) found.set(step.span, step)
  }
  return found
}

/** Cuts each circle at its earliest span, so that every span hangs on a top. Returns the spans that were cut. */
function cutCircles(parents: Int32Array): Set<number> {
  const cut = new Set<number>()
  const seenBy = new Int32Array(parents.length).fill(-1)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at !== NO_PARENT && seenBy[at] === -1) {
      seenBy[at] = start
      at = parents[at] ?? NO_PARENT
    }
    // Only a walk that meets itself has found a circle; an earlier walk's spans are known to be sound.
    if (at === NO_PARENT || seenBy[at] !== start) continue
    const earliest = earliestOf(parents, at)
    cut.add(earliest)
    parents[earliest] = NO_PARENT
  }
  return cut
}

function earliestOf(parents: Int32Array, inCircle: number): number {
  let earliest = inCircle
  for (let at = parents[inCircle] ?? inCircle; at !== inCircle; at = parents[at] ?? inCircle) {
    earliest = Math.min(earliest, at)
  }
  return earliest
}

/** Children in one array, where each span's begin in another: no list a span. Order of start comes from the spans' own order. */
function indexChildren(parents: Int32Array): (span: number) => Int32Array {
  const from = new Int32Array(parents.length + 1)
  for (const parent of parents) if (parent !== NO_PARENT) from[parent + 1] = (from[parent + 1] ?? 0) + 1
  for (let span = 0; span < parents.length; span++) from[span + 1] = (from[span + 1] ?? 0) + (from[span] ?? 0)
  const next = from.slice()
  const children = new Int32Array(from[parents.length] ?? 0)
  parents.forEach((parent, span) => {
    if (parent === NO_PARENT) return
    const slot = next[parent] ?? 0
    children[slot] = span
    next[parent] = slot + 1
  })
  return (span) => children.subarray(from[span] ?? 0, from[span + 1] ?? 0)
}

function breadthFirst(parents: Int32Array, childrenOf: (span: number) => Int32Array): Int32Array {
  const order = new Int32Array(parents.length)
  let filled = 0
  parents.forEach((parent, span) => {
    if (parent === NO_PARENT) order[filled++] = span
  })
  for (let at = 0; at < filled; at++) for (const child of childrenOf(order[at] ?? 0)) order[filled++] = child
  return order
}

/** Counts from the leaves up, without recursion: a trace may be ten thousand spans deep. */
function sumUp(
  spans: TraceSpans,
  parents: Int32Array,
  order: Int32Array,
  isFailed: Uint8Array,
  steps: ReadonlyMap<number, PackedStep>,
) {
  const below = new Int32Array(parents.length)
  const failedBelow = new Int32Array(parents.length)
  const isNoise = new Uint8Array(parents.length).fill(1)
  for (let at = order.length - 1; at >= 0; at--) {
    const span = order[at] ?? 0
    if (flagsAt(spans, span).role !== 'noise' || isFailed[span] === 1 || steps.has(span)) isNoise[span] = 0
    const parent = parents[span] ?? NO_PARENT
    if (parent === NO_PARENT) continue
    below[parent] = (below[parent] ?? 0) + (below[span] ?? 0) + 1
    failedBelow[parent] = (failedBelow[parent] ?? 0) + (failedBelow[span] ?? 0) + (isFailed[span] ?? 0)
    if (isNoise[span] === 0) isNoise[parent] = 0
  }
  return { below, failedBelow, isNoise }
}

function topsOf(spans: TraceSpans, parents: Int32Array, cut: ReadonlySet<number>): Top[] {
  const tops: Top[] = []
  const groups = new Map<string, number[]>()
  parents.forEach((parent, span) => {
    if (parent !== NO_PARENT) return
    const sent = spans.parents[span] ?? NO_PARENT
    if (!cut.has(span) && sent === NO_PARENT) {
      tops.push({ kind: 'root', span })
      return
    }
    const parentId = cut.has(span) ? '' : (spans.missingParents[-2 - sent] ?? '')
    const members = groups.get(parentId) ?? []
    members.push(span)
    if (groups.has(parentId)) return
    groups.set(parentId, members)
    tops.push(
      cut.has(span) ? { kind: 'circle', spans: members } : { kind: 'missing', parentId, spans: members },
    )
  })
  return tops
}

function lengthOf(spans: TraceSpans): number {
  let length = 1
  spans.starts.forEach((start, span) => {
    length = Math.max(length, start + Math.max(0, spans.durations[span] ?? 0))
  })
  return length
}
