import type { SpanTree } from './span-tree'
import { selfTimeOf } from './statistics'

/** Spans that have the same names above them, as one; times in nanoseconds. */
export type FlameNode = {
  /** Place in the list of nodes. */
  index: number
  parent: number | null
  name: string
  service: number
  depth: number
  count: number
  failed: number
  self: number
  /** Its own time and that of all under it: the width. Work beside other work counts in full. */
  value: number
  /** Widest first. */
  children: number[]
}

/** One box to draw, in percent of the width. */
export type FlameFrame = { node: FlameNode; row: number; left: number; width: number }

const ROOT_NAME = 'All of it'

/** The trace folded by the path of names: where the time goes, not when. The first node stands for all of it. */
export function flameOf(tree: SpanTree, within: number | null): FlameNode[] {
  const nodes: FlameNode[] = [newNode(0, null, ROOT_NAME, -1)]
  const known = new Map<string, number>()
  const tops =
    within === null ? tree.tops.flatMap((top) => (top.kind === 'root' ? [top.span] : top.spans)) : [within]
  const open = tops.map((span) => ({ span, parent: 0 }))
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { span, parent } = at
    const key = `${parent}/${tree.spans.name[span]}/${tree.spans.service[span]}`
    const index = known.get(key) ?? addNode(tree, nodes, span, parent)
    known.set(key, index)
    const node = nodes[index]
    if (!node) continue
    node.count++
    node.failed += tree.isFailed[span] ?? 0
    node.self += selfTimeOf(tree, span)
    for (const child of tree.childrenOf(span)) open.push({ span: child, parent: index })
  }
  return summedUp(nodes)
}

function addNode(tree: SpanTree, nodes: FlameNode[], span: number, parent: number): number {
  const name = tree.spans.names[tree.spans.name[span] ?? -1] ?? ''
  const node = newNode(nodes.length, parent, name, tree.spans.service[span] ?? 0)
  node.depth = (nodes[parent]?.depth ?? 0) + 1
  nodes[parent]?.children.push(node.index)
  return nodes.push(node) - 1
}

const newNode = (index: number, parent: number | null, name: string, service: number): FlameNode => ({
  index,
  parent,
  name,
  service,
  depth: 0,
  count: 0,
  failed: 0,
  self: 0,
  value: 0,
  children: [],
})

/** Nodes stand after their parents, so that one pass backwards sums all up. */
function summedUp(nodes: FlameNode[]): FlameNode[] {
  for (const node of nodes.toReversed()) {
    node.value += node.self
    const parent = node.parent === null ? undefined : nodes[node.parent]
    if (parent) parent.value += node.value
    node.children.sort((a, b) => (nodes[b]?.value ?? 0) - (nodes[a]?.value ?? 0) || a - b)
  }
  return nodes
}

/** Narrower boxes could neither be seen nor be hit. */
const NARROWEST_PERCENT = 0.2

/** Boxes under one another that are drawn; what lies deeper is seen by looking at one of the last. */
const DEEPEST = 100

/** The boxes to draw when one node takes all of the width; those above it stay over it, as wide. */
export function framesOf(nodes: readonly FlameNode[], focus: number): FlameFrame[] {
  const focused = nodes[focus]
  if (!focused) return []
  const above: FlameFrame[] = []
  for (let at = nodes[focused.parent ?? -1]; at; at = nodes[at.parent ?? -1]) {
    above.unshift({ node: at, row: at.depth, left: 0, width: 100 })
  }
  const frames: FlameFrame[] = []
  const open: FlameFrame[] = [{ node: focused, row: focused.depth, left: 0, width: 100 }]
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    frames.push(frame)
    const { node, row } = frame
    if (row - focused.depth >= DEEPEST) continue
    let left = frame.left
    const inner: FlameFrame[] = []
    for (const index of node.children) {
      const child = nodes[index]
      if (!child || node.value === 0) continue
      const width = (frame.width * child.value) / node.value
      if (width >= NARROWEST_PERCENT) inner.push({ node: child, row: row + 1, left, width })
      left += width
    }
    open.push(...inner.reverse())
  }
  return [...above, ...frames]
}
