import type { LightSpan, SpanStep } from '@/lib/model/light-span'
import type { Row } from '../rows'
import { buildTree, type SpanTree } from '../span-tree'
import { countSpans, nameAt, packSpans } from '../trace-spans'

const BASE = 1_750_000_000_000_000_000n
export const hex = (n: number) => n.toString(16).padStart(16, '0')

/** `span(2, 1, 10, 5)` is span 2 under span 1 that starts at 10 and takes 5 ns. */
export function span(
  id: number,
  parent: number | null,
  start = 0,
  duration = 1,
  more: Partial<LightSpan> = {},
): LightSpan {
  return {
    spanId: hex(id),
    parentSpanId: parent === null ? null : hex(parent),
    name: `span ${id}`,
    service: 'etl',
    kind: 1,
    startUnixNano: (BASE + BigInt(start)).toString(),
    endUnixNano: (BASE + BigInt(start + duration)).toString(),
    statusCode: 0,
    role: null,
    hasException: false,
    hasEvents: false,
    hasLinks: false,
    isVisible: true,
    ...more,
  }
}

export const treeOf = (spans: LightSpan[], steps: SpanStep[] = []) => buildTree(packSpans(spans, steps))
export const everything = (tree: SpanTree, folds: string[] = []) => ({
  spans: new Set(Array.from({ length: countSpans(tree.spans) }, (_, index) => index)),
  folds: new Set(folds),
})
export const ALL = { errorsOnly: false, within: null }

/** Rows as a reader sees them: indented names, and markers in brackets. */
export function drawn(tree: SpanTree, rows: Row[]): string[] {
  return rows.map((row) => {
    const indent = '  '.repeat(row.depth)
    if (row.kind === 'span')
      return `${indent}${nameAt(tree.spans, row.span)}${row.branch === 'closed' ? ' +' : ''}`
    if (row.kind === 'siblings') return `${indent}[${row.count} more, ${row.failed} failed]`
    if (row.kind === 'missing') return `${indent}[missing ${row.parentId.slice(-2)}]`
    return `${indent}[${row.kind} ${row.count}]`
  })
}

export const failed = { statusCode: 2 }
