import { endOf, type SpanTree, subtreeOf } from './span-tree'
import { countSpans } from './trace-spans'

/** What the spans of one name and service amount to; times in nanoseconds. */
export type NameStatistics = {
  key: string
  name: string
  service: string
  count: number
  errors: number
  /** Sum of what they lasted, so that work beside other work counts in full. */
  total: number
  /** Of that, what no child of theirs was at work in. */
  self: number
  p50: number
  p95: number
}

export const STATISTIC_SORTS = ['self', 'total', 'count', 'p50', 'p95', 'errors', 'name'] as const
export type StatisticSort = (typeof STATISTIC_SORTS)[number]

/** The spans that are looked at: all, or one and what is under it. */
export const membersOf = (tree: SpanTree, within: number | null): number[] =>
  within === null
    ? Array.from({ length: countSpans(tree.spans) }, (_, span) => span)
    : subtreeOf(tree, within)

/** Time of a span in which none of its children was at work. */
export function selfTimeOf(tree: SpanTree, span: number): number {
  const from = tree.spans.starts[span] ?? 0
  const to = endOf(tree, span)
  let covered = 0
  let reached = from
  // Children come in order of start: one pass joins those that overlap.
  for (const child of tree.childrenOf(span)) {
    const start = Math.max(reached, tree.spans.starts[child] ?? 0)
    const end = Math.min(to, endOf(tree, child))
    if (end <= start) continue
    covered += end - start
    reached = end
  }
  return Math.max(0, to - from - covered)
}

/** One line a name, in no order yet. */
export function statisticsOf(tree: SpanTree, within: number | null): NameStatistics[] {
  const { spans } = tree
  const groups = new Map<number, { name: number; service: number; members: number[] }>()
  for (const span of membersOf(tree, within)) {
    const [name, service] = [spans.name[span] ?? 0, spans.service[span] ?? 0]
    const key = name * spans.services.length + service
    const group = groups.get(key)
    if (group) group.members.push(span)
    else groups.set(key, { name, service, members: [span] })
  }
  return [...groups].map(([key, { name, service, members }]) => ({
    key: String(key),
    name: spans.names[name] ?? '',
    service: spans.services[service] ?? '',
    ...figuresOf(tree, members),
  }))
}

function figuresOf(tree: SpanTree, members: readonly number[]) {
  const lasted = Float64Array.from(
    members,
    (span) => endOf(tree, span) - (tree.spans.starts[span] ?? 0),
  ).sort()
  return {
    count: members.length,
    errors: members.reduce((sum, span) => sum + (tree.isFailed[span] ?? 0), 0),
    total: lasted.reduce((sum, each) => sum + each, 0),
    self: members.reduce((sum, span) => sum + selfTimeOf(tree, span), 0),
    p50: quantileOf(lasted, 0.5),
    p95: quantileOf(lasted, 0.95),
  }
}

/** The least value that at least this share is not above. */
function quantileOf(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** The lines in the order that was asked for; numbers fall, names rise, unless turned round. */
export function sortedStatistics(
  rows: readonly NameStatistics[],
  sort: StatisticSort,
  isTurned: boolean,
): NameStatistics[] {
  const sign = isTurned ? -1 : 1
  const byName = (a: NameStatistics, b: NameStatistics) =>
    compareText(a.name, b.name) || compareText(a.service, b.service)
  return rows.toSorted((a, b) =>
    sort === 'name' ? sign * byName(a, b) : sign * (b[sort] - a[sort]) || byName(a, b),
  )
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
