import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flameOf, framesOf } from './flame'
import { selfTimeOf, sortedStatistics, statisticsOf } from './statistics'
import { span, treeOf } from './testing/spans'

const anySpans = fc.array(
  fc
    .record({
      id: fc.integer({ min: 1, max: 20 }),
      parent: fc.option(fc.integer({ min: 1, max: 25 }), { nil: null }),
      start: fc.integer({ min: 0, max: 20 }),
      duration: fc.integer({ min: 0, max: 10 }),
      statusCode: fc.constantFrom(0, 2),
      name: fc.constantFrom('a', 'b', '__proto__'),
    })
    .map(({ id, parent, start, duration, ...more }) => span(id, parent, start, duration, more)),
  { maxLength: 40 },
)

describe('self time', () => {
  test('is what no child was at work in; children beside each other are counted once', () => {
    const tree = treeOf([span(1, null, 0, 100), span(2, 1, 10, 30), span(3, 1, 20, 30), span(4, 1, 90, 50)])
    expect(selfTimeOf(tree, 0)).toBe(50)
  })

  test('is never negative and never more than the span lasted', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = treeOf([...spans])
        tree.spans.starts.forEach((_, at) => {
          const self = selfTimeOf(tree, at)
          expect(self).toBeGreaterThanOrEqual(0)
          expect(self).toBeLessThanOrEqual(tree.spans.durations[at] ?? 0)
        })
      }),
    )
  })
})

describe('statistics', () => {
  test('count every span once and every failure', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = treeOf([...spans])
        const rows = statisticsOf(tree, null)
        expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(tree.spans.starts.length)
        expect(rows.reduce((sum, row) => sum + row.errors, 0)).toBe(tree.isFailed.filter(Boolean).length)
        for (const row of rows) {
          expect(row.self).toBeLessThanOrEqual(row.total)
          expect(row.p50).toBeLessThanOrEqual(row.p95)
        }
      }),
    )
  })

  test('are sorted by what was asked for, greatest first, and turned round', () => {
    const tree = treeOf([
      span(1, null, 0, 100, { name: 'root' }),
      span(2, 1, 0, 60, { name: 'slow' }),
      span(3, 1, 60, 10, { name: 'quick' }),
      span(4, 1, 70, 20, { name: 'quick' }),
    ])
    const names = (...by: [Parameters<typeof sortedStatistics>[1], boolean]) =>
      sortedStatistics(statisticsOf(tree, null), ...by).map((row) => row.name)
    expect(names('self', false)).toEqual(['slow', 'quick', 'root'])
    expect(names('count', false)[0]).toBe('quick')
    expect(names('name', true)).toEqual(['slow', 'root', 'quick'])
    expect(statisticsOf(tree, null).find((row) => row.name === 'quick')).toMatchObject({
      total: 30,
      p50: 10,
      p95: 20,
    })
  })
})

describe('the flame', () => {
  test('holds each span once and no time twice', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = treeOf([...spans])
        const nodes = flameOf(tree, null)
        expect(nodes.reduce((sum, node) => sum + node.count, 0)).toBe(tree.spans.starts.length)
        const self = nodes.reduce((sum, node) => sum + node.self, 0)
        expect(nodes[0]?.value).toBe(self)
      }),
    )
  })

  test('children lie inside their parent and beside each other', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const nodes = flameOf(treeOf([...spans]), null)
        const frames = framesOf(nodes, 0)
        const byIndex = new Map(frames.map((frame) => [frame.node.index, frame]))
        for (const frame of frames) {
          const parent = frame.node.parent === null ? null : byIndex.get(frame.node.parent)
          if (!parent) continue
          expect(frame.left).toBeGreaterThanOrEqual(parent.left - 1e-6)
          expect(frame.left + frame.width).toBeLessThanOrEqual(parent.left + parent.width + 1e-6)
        }
      }),
    )
  })

  test('a node that is looked at takes all of the width, under those it is in', () => {
    const tree = treeOf([
      span(1, null, 0, 100, { name: 'root' }),
      span(2, 1, 0, 60, { name: 'slow' }),
      span(3, 2, 0, 30, { name: 'query' }),
    ])
    const nodes = flameOf(tree, null)
    const slow = nodes.findIndex((node) => node.name === 'slow')
    expect(framesOf(nodes, slow).map(({ node, row, width }) => [node.name, row, width])).toEqual([
      ['All of it', 0, 100],
      ['root', 1, 100],
      ['slow', 2, 100],
      ['query', 3, 50],
    ])
  })
})
