import { describe, expect, test } from 'vitest'
import { matchesOf, nextOf, readingOrder } from './find'
import { carriedOver, failuresOf } from './initial-view'
import { rowsOf } from './rows'
import { endOf, reachingTo, skewOf } from './span-tree'
import { ALL, everything, failed, hex, span, treeOf } from './testing/spans'
import { nameAt, spanIdAt } from './trace-spans'

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

test('an open span reaches to the end of what is known, and while the trace goes on to now', () => {
  const tree = treeOf([span(1, null, 0, 0, { endUnixNano: '0' }), span(2, 1, 10, 30)])
  expect(endOf(tree, 0)).toBe(40)
  expect(reachingTo(tree, 1_750_000_000_000 + 1).lengthNs).toBeCloseTo(1e6, -3)
  expect(reachingTo(treeOf([span(1, null)]), 1_750_000_009_000).lengthNs).toBe(1)
})
