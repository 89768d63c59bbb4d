/** Puts what an edge comes from before what it leads to; where edges say nothing, or contradict each other, the order stays. */
export function chainOrder<Node extends { id: string }>(
  nodes: readonly Node[],
  edges: readonly { from: string; to: string }[],
): Node[] {
  const left = new Map(nodes.map((node) => [node.id, node]))
  const before = new Map<string, Set<string>>()
  for (const { from, to } of edges) {
    if (from === to || !left.has(from) || !left.has(to)) continue
    const all = before.get(to) ?? new Set()
    before.set(to, all.add(from))
  }
  const ordered: Node[] = []
  while (left.size > 0) {
    const waits = ({ id }: Node) => [...(before.get(id) ?? [])].some((each) => left.has(each))
    // In a circle everything waits: then the first of what is left goes on.
    const [first] = left.values()
    const next = [...left.values()].find((node) => !waits(node)) ?? first
    if (next === undefined) break
    ordered.push(next)
    left.delete(next.id)
  }
  return ordered
}
