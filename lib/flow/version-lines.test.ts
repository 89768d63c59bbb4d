import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { VersionMark } from '@/lib/model/flow-page'
import { versionLines, versionsOverTime, versionWords } from './version-lines'

const mark = (atMs: number, of: Partial<VersionMark> = {}): VersionMark => ({
  ...{ changeId: `c${atMs}`, atMs, from: 1, to: 2, summary: 'schedule', who: 'ada', merge: null },
  isUnexplained: false,
  ...of,
})
const columns = [10, 20, 30].map((atMs) => ({ atMs }))

describe('lines between executions', () => {
  test('stand before the first execution of the version', () => {
    expect(versionLines(columns, [mark(20)])).toMatchObject([{ index: 1, count: 1 }])
    expect(versionLines(columns, [mark(25)])).toMatchObject([{ index: 2, count: 1 }])
  })

  test('have no place before the first execution or after the last', () => {
    expect(versionLines(columns, [mark(5), mark(10), mark(31)])).toEqual([])
  })

  test('are one where several versions came between two executions: the last of them is named', () => {
    const lines = versionLines(columns, [mark(24, { to: 4 }), mark(22, { to: 3 })])
    expect(lines).toMatchObject([{ index: 2, count: 2, mark: { to: 4 } }])
  })

  test('count each change that has a place once', () => {
    const times = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 })
    fc.assert(
      fc.property(times, times, (starts, changes) => {
        const sorted = starts.toSorted((a, b) => a - b).map((atMs) => ({ atMs }))
        const lines = versionLines(
          sorted,
          changes.map((atMs) => mark(atMs)),
        )
        const [first, last] = [sorted[0]?.atMs ?? Infinity, sorted.at(-1)?.atMs ?? -Infinity]
        const placed = changes.filter((atMs) => atMs > first && atMs <= last)
        expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(placed.length)
        expect(new Set(lines.map(({ index }) => index)).size).toBe(lines.length)
      }),
    )
  })
})

test('on an axis of time those that cannot be told apart are one', () => {
  const axis = { fromMs: 0, toMs: 1000 }
  expect(versionsOverTime([mark(505, { to: 3 }), mark(500), mark(0), mark(1001)], axis)).toMatchObject([
    { x: 0.5, count: 2, mark: { to: 3 } },
  ])
  expect(versionsOverTime([mark(500), mark(600)], axis)).toHaveLength(2)
})

test('the words say which version, who and by which merge', () => {
  expect(versionWords({ mark: mark(1, { from: 17, to: 18, merge: '412' }), count: 1 })).toBe(
    'v17 → v18, ada, PR 412',
  )
  expect(versionWords({ mark: mark(1, { from: null, who: null, isUnexplained: true }), count: 2 })).toBe(
    'v2, unexplained, the last of 2 changes here',
  )
  expect(versionWords({ mark: mark(1, { to: null, who: null }), count: 1 })).toBe('another version')
})
