import type { SkeletonSpan } from '@/lib/model/skeleton'
import { stableJson } from './stable-json'
import { compareNano } from './state'

/** A span in its place in the trace. */
export type TreeNode = { span: SkeletonSpan; parent: TreeNode | null; depth: number }

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The spans of a trace, each with its parent where that has arrived: parents before children, then by start and id.
 * Made of the set alone: of a span that was sent twice the finished, then the later version counts.
 */
export function traceTree(spans: readonly SkeletonSpan[]): TreeNode[] {
  const byId = new Map<string, TreeNode>()
  for (const span of spans) {
    const known = byId.get(span.spanId)
    if (known === undefined) byId.set(span.spanId, { span, parent: null, depth: -1 })
    else if (compareVersions(span, known.span) > 0) known.span = span
  }
  const nodes = [...byId.values()].sort(inTime)
  for (const node of nodes) {
    const parentId = node.span.parentSpanId
    node.parent = parentId === null ? null : (byId.get(parentId) ?? null)
  }
  for (const node of nodes) measureDepth(node)
  return nodes.sort((a, b) => a.depth - b.depth || inTime(a, b))
}

const inTime = (a: TreeNode, b: TreeNode): number =>
  compareNano(a.span.startUnixNano, b.span.startUnixNano) || compareText(a.span.spanId, b.span.spanId)

const compareVersions = (a: SkeletonSpan, b: SkeletonSpan): number =>
  compareNano(a.endUnixNano, b.endUnixNano) ||
  compareNano(a.startUnixNano, b.startUnixNano) ||
  a.statusCode - b.statusCode ||
  compareText(stableJson(a), stableJson(b))

/** Walks up instead of recursing, as chains can be long, and cuts a ring of parents where it closes. */
function measureDepth(start: TreeNode): void {
  const path: TreeNode[] = []
  const walked = new Set<TreeNode>()
  let node: TreeNode | null = start
  while (node !== null && node.depth < 0) {
    if (walked.has(node)) {
      const last = path.at(-1)
      if (last !== undefined) last.parent = null
      break
    }
    walked.add(node)
    path.push(node)
    node = node.parent
  }
  for (const each of path.reverse()) each.depth = each.parent === null ? 0 : each.parent.depth + 1
}
