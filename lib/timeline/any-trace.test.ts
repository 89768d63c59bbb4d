import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { criticalPath } from './critical-path'
import { initiallyOpened } from './initial-view'
import { openTo, rowsOf } from './rows'
import { ALL, everything, span, treeOf } from './testing/spans'
import { packSpans } from './trace-spans'

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
