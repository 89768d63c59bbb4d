import type { SkeletonSpan } from '@/lib/model/skeleton'
import { stableJson } from './stable-json'
import { compareNano } from './state'

/** A span in its place in the trace. */
export type TreeNode = { span: SkeletonSpan; parent: TreeNode | null; depth: number }

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The spans of a trace that can matter to an execution, and those above them, each with its parent where that has
 * arrived: parents before children, then by start and id. Made of the set alone: of a span that was sent twice the
 * finished, then the later version counts. `named` are spans that something outside the tree speaks of.
 */
export function traceTree(spans: readonly SkeletonSpan[], named: ReadonlySet<string>): TreeNode[] {
  const byId = new Map<string, TreeNode>()
  for (const span of spans) {
    const known = byId.get(span.spanId)
    if (known === undefined) byId.set(span.spanId, { span, parent: null, depth: UNPLACED })
    else if (compareVersions(span, known.span) > 0) known.span = span
  }
  const nodes = relevantOf(byId, named).sort(inTime)
  for (const node of nodes) measureDepth(node)
  return nodes.sort((a, b) => a.depth - b.depth || inTime(a, b))
}

const UNPLACED = -1
const ON_THE_PATH = -2

/**
 * Nine of ten spans of an application's trace say nothing about an execution, and placing them would be most of the
 * work. What does: a mark, a failure, being a child of an execution that takes its children for tasks.
 */
function relevantOf(byId: ReadonlyMap<string, TreeNode>, named: ReadonlySet<string>): TreeNode[] {
  const relevant = new Set<TreeNode>()
  for (const node of byId.values()) {
    const { span } = node
    node.parent = span.parentSpanId === null ? null : (byId.get(span.parentSpanId) ?? null)
    const isTold = span.mark !== null || span.statusCode === 2 || named.has(span.spanId)
    if (isTold || node.parent?.span.mark?.adopts === true) relevant.add(node)
  }
  // A set goes on to what is added while it is gone through, so this climbs to the roots.
  for (const { parent } of relevant) if (parent !== null) relevant.add(parent)
  return [...relevant]
}

const inTime = (a: TreeNode, b: TreeNode): number =>
  compareNano(a.span.startUnixNano, b.span.startUnixNano) || compareText(a.span.spanId, b.span.spanId)

const compareVersions = (a: SkeletonSpan, b: SkeletonSpan): number =>
  compareNano(a.endUnixNano, b.endUnixNano) ||
  compareNano(a.startUnixNano, b.startUnixNano) ||
  a.statusCode - b.statusCode ||
  compareText(versionText(a), versionText(b))

const versionText = ({ parentSpanId, name, statusMessage, mark }: SkeletonSpan): string =>
  stableJson([parentSpanId, name, statusMessage, mark])

/** Walks up instead of recursing, as chains can be long, and cuts a ring of parents where it closes. */
function measureDepth(start: TreeNode): void {
  const path: TreeNode[] = []
  let node: TreeNode | null = start
  while (node !== null && node.depth < 0) {
    if (node.depth === ON_THE_PATH) {
      const last = path.at(-1)
      if (last !== undefined) last.parent = null
      break
    }
    node.depth = ON_THE_PATH
    path.push(node)
    node = node.parent
  }
  for (const each of path.reverse()) each.depth = each.parent === null ? 0 : each.parent.depth + 1
}
