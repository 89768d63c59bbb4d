import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LightSpan, SpanStep } from '@/lib/model/light-span'
import { criticalPath } from './critical-path'
import { matchesOf, nextOf, readingOrder } from './find'
import { carriedOver, failuresOf, initiallyOpened } from './initial-view'
import { openTo, type Row, rowsOf } from './rows'
import { buildTree, type SpanTree, skewOf } from './span-tree'
import { countSpans, nameAt, packSpans, spanIdAt } from './trace-spans'

const BASE = 1_750_000_000_000_000_000n
const hex = (n: number) => n.toString(16).padStart(16, '0')

/** `span(2, 1, 10, 5)` is span 2 under span 1 that starts at 10 and takes 5 ns. */
function span(
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

const treeOf = (spans: LightSpan[], steps: SpanStep[] = []) => buildTree(packSpans(spans, steps))
const everything = (tree: SpanTree, folds: string[] = []) => ({
  spans: new Set(Array.from({ length: countSpans(tree.spans) }, (_, index) => index)),
  folds: new Set(folds),
})
const ALL = { errorsOnly: false, within: null }

/** Rows as a reader sees them: indented names, and markers in brackets. */
function drawn(tree: SpanTree, rows: Row[]): string[] {
  return rows.map((row) => {
    const indent = '  '.repeat(row.depth)
    if (row.kind === 'span')
      return `${indent}${nameAt(tree.spans, row.span)}${row.branch === 'closed' ? ' +' : ''}`
    if (row.kind === 'siblings') return `${indent}[${row.count} more, ${row.failed} failed]`
    if (row.kind === 'missing') return `${indent}[missing ${row.parentId.slice(-2)}]`
    return `${indent}[${row.kind} ${row.count}]`
  })
}

const draw = (spans: LightSpan[]) => {
  const tree = treeOf(spans)
  return drawn(tree, rowsOf(tree, everything(tree), ALL))
}

const failed = { statusCode: 2 }

describe('rows', () => {
  test('children stand under their parent in order of start', () => {
    expect(draw([span(3, 1, 20), span(1, null, 0, 50), span(2, 1, 10), span(4, 2, 11)])).toEqual([
      'span 1',
      '  span 2',
      '    span 4',
      '  span 3',
    ])
  })

  test('a span whose parent never came stands under a marker', () => {
    expect(draw([span(1, null), span(2, 77, 5), span(3, 2, 6)])).toEqual([
      'span 1',
      '[missing 4d]',
      '  span 2',
      '    span 3',
    ])
  })

  test('a circle of parents is cut at its earliest span and said to be one', () => {
    expect(draw([span(1, 3, 0), span(2, 1, 1), span(3, 2, 2), span(9, 9, 5)])).toEqual([
      '[circle 2]',
      '  span 1',
      '    span 2',
      '      span 3',
      '  span 9',
    ])
  })

  test('a span id that occurs twice is shown twice, with the children under the earlier one', () => {
    expect(draw([span(1, null, 0), span(2, 1, 3, 4), span(2, 1, 9, 1), span(5, 2, 4)])).toEqual([
      'span 1',
      '  span 2',
      '    span 5',
      '  span 2',
    ])
  })

  test('of more than a hundred siblings the failed come first and the rest folds', () => {
    const many = Array.from({ length: 240 }, (_, n) => span(n + 2, 1, n + 1, 1, n >= 237 ? failed : {}))
    const tree = treeOf([span(1, null, 0, 500), ...many])
    const rows = drawn(tree, rowsOf(tree, everything(tree), ALL))
    expect(rows.slice(0, 5)).toEqual(['span 1', '  span 239', '  span 240', '  span 241', '  span 2'])
    expect(rows.slice(-1)).toEqual(['  [140 more, 0 failed]'])
    expect(rows).toHaveLength(102)
    const target = tree.spans.name.length - 4
    const needed = openTo(tree, target)
    expect(rowsOf(tree, everything(tree, needed.folds), ALL)).toHaveLength(242)
  })

  test('machinery folds, but never with a step or a failure under it', () => {
    const noise = { role: 'noise' as const }
    const spans = [
      span(1, null, 0, 90),
      span(2, 1, 1, 1, noise),
      span(3, 2, 2, 1, noise),
      span(4, 1, 3, 9, noise),
      span(5, 4, 4),
    ]
    expect(draw(spans)).toEqual(['span 1', '  span 4', '    span 5', '  [noise 1]'])
    expect(draw([span(1, null, 0, 90), span(2, 1, 1, 1, { ...noise, ...failed })])).toEqual([
      'span 1',
      '  span 2',
    ])
  })

  test('errors only keeps the way to each failure', () => {
    const tree = treeOf([span(1, null, 0, 9), span(2, 1, 1), span(3, 1, 2), span(4, 3, 3, 1, failed)])
    expect(drawn(tree, rowsOf(tree, everything(tree), { errorsOnly: true, within: null }))).toEqual([
      'span 1',
      '  span 3',
      '    span 4',
    ])
  })

  test('a span of another team is left out, counted, and its children move up', () => {
    const spans = [span(1, null, 0, 9), span(2, 1, 1, 3, { isVisible: false }), span(3, 2, 2)]
    expect(draw(spans)).toEqual(['span 1', '  span 3'])
    expect(packSpans(spans, []).privateCount).toBe(1)
  })
})

/** Any spans at all: lost parents, circles, repeated ids, equal times, open ends. */
const anySpans = fc.array(
  fc
    .record({
      id: fc.integer({ min: 1, max: 30 }),
      parent: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
      start: fc.integer({ min: 0, max: 20 }),
      duration: fc.integer({ min: -3, max: 10 }),
      isOpen: fc.boolean(),
      statusCode: fc.constantFrom(0, 1, 2),
      role: fc.constantFrom(null, 'noise' as const, 'task' as const),
      name: fc.constantFrom('a', 'b', '__proto__'),
    })
    .map(({ id, parent, start, duration, isOpen, ...more }) =>
      span(id, parent, start, duration, isOpen ? { ...more, endUnixNano: '0' } : more),
    ),
  { maxLength: 60 },
)

describe('whatever arrives', () => {
  test('any order of the same spans gives the same pack', () => {
    const shuffled = anySpans.chain((spans) =>
      fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
    )
    fc.assert(
      fc.property(shuffled, ([spans, other]) => {
        expect(packSpans([...other], [])).toEqual(packSpans([...spans], []))
      }),
      { numRuns: 500 },
    )
  })

  test('every span appears once when all is opened', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = treeOf([...spans])
        const folds = [...new Set(spans.flatMap((_, index) => openTo(tree, index).folds))]
        const shown = rowsOf(tree, everything(tree, folds), ALL).flatMap((row) =>
          row.kind === 'span' ? [row.span] : [],
        )
        expect(shown.sort((a, b) => a - b)).toEqual(spans.map((_, index) => index))
      }),
      { numRuns: 500 },
    )
  })

  test('opening the way to a span gives it a row', () => {
    fc.assert(
      fc.property(anySpans, fc.nat(), (spans, pick) => {
        fc.pre(spans.length > 0)
        const tree = treeOf([...spans])
        const target = pick % spans.length
        const rows = rowsOf(tree, initiallyOpened(tree, null, target), ALL)
        expect(rows.some((row) => row.kind === 'span' && row.span === target)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('the critical path fills the time of its top without gap or overlap', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = treeOf([...spans])
        const root = tree.tops.find((top) => top.kind === 'root')
        fc.pre(root?.kind === 'root')
        const top = root?.kind === 'root' ? root.span : 0
        const stretches = [...criticalPath(tree, top).values()].flat().sort((a, b) => a.from - b.from)
        for (const [n, stretch] of stretches.entries())
          expect(stretch.from).toBe(stretches[n - 1]?.to ?? stretch.from)
        const total = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
        const duration = tree.spans.durations[top] ?? 0
        expect(total).toBe(duration === -1 ? tree.lengthNs - (tree.spans.starts[top] ?? 0) : duration)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what a tree knows', () => {
  test('where it broke is the deepest failed span, not those that it broke', () => {
    const tree = treeOf([
      span(1, null, 0, 9, failed),
      span(2, 1, 1, 5, failed),
      span(3, 2, 2, 1, failed),
      span(4, 1, 8, 1, failed),
    ])
    expect(failuresOf(tree).map((index) => spanIdAt(tree.spans, index))).toEqual([hex(3), hex(4)])
  })

  test("a step's own word counts before its span's status", () => {
    const step = {
      executionId: 'e',
      taskRunId: 't',
      name: 'load',
      kind: null,
      attempt: 1,
      queuedAtUnixNano: null,
    }
    const spans = [span(1, null, 0, 9), span(2, 1, 1, 5, failed), span(3, 1, 2)]
    const tree = treeOf(spans, [
      { ...step, spanId: hex(2), state: 'success' },
      { ...step, spanId: hex(3), state: 'failed' },
    ])
    expect(failuresOf(tree).map((index) => spanIdAt(tree.spans, index))).toEqual([hex(3)])
  })

  test('a child that starts before its parent tells of clocks that differ', () => {
    const tree = treeOf([span(1, null, 100, 50), span(2, 1, 70, 10)])
    expect(skewOf(tree, 0)).toBe(30)
    expect(skewOf(tree, 1)).toBe(0)
  })

  test('a hundred thousand spans in one chain and in one fan are built without recursion', () => {
    const chain = Array.from({ length: 100_000 }, (_, n) => span(n + 1, n === 0 ? null : n, n, 1))
    const fan = Array.from({ length: 100_000 }, (_, n) => span(n + 1, n === 0 ? null : 1, n, 1))
    expect(treeOf(chain).below[0]).toBe(99_999)
    expect(rowsOf(treeOf(fan), everything(treeOf(fan)), ALL)).toHaveLength(102)
  })
})

describe('moving about', () => {
  const spans = [span(1, null, 0, 90), span(2, 1, 1, 50), span(3, 2, 30), span(4, 1, 10, 1, failed)]

  test('the next error is the next one down the page, and after the last comes the first', () => {
    const tree = treeOf([...spans, span(5, 2, 40, 1, failed)])
    const order = readingOrder(tree)
    const [four, five] = [1, 2].map((n) => failuresOf(tree)[n - 1] ?? -1)
    expect(nextOf(failuresOf(tree), order, null, 1)).toBe(five)
    expect(nextOf(failuresOf(tree), order, five ?? 0, 1)).toBe(four)
    expect(nextOf(failuresOf(tree), order, four ?? 0, 1)).toBe(five)
    expect(nextOf(failuresOf(tree), order, four ?? 0, -1)).toBe(five)
    expect(nextOf([], order, null, 1)).toBeNull()
  })

  test('finding looks at names, services and ids', () => {
    const tree = treeOf(spans)
    expect(matchesOf(tree, ' ')).toBeNull()
    expect(matchesOf(tree, 'SPAN 3')).toHaveLength(1)
    expect(matchesOf(tree, 'etl')).toHaveLength(4)
    expect(matchesOf(tree, hex(4))).toHaveLength(1)
  })

  test('what the reader closed stays closed when more of the trace comes', () => {
    const before = treeOf(spans)
    const opened = { spans: new Set([0]), folds: new Set<string>() }
    const after = treeOf([...spans, span(6, 4, 11), span(7, null, -5, 3)])
    const names = [...carriedOver({ tree: before, opened }, after, null).spans].map((index) =>
      nameAt(after.spans, index),
    )
    expect(names).toEqual(['span 1', 'span 4'])
  })
})
