import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COUNTED_WIDTHS, countedParts, countedUntilOf } from './counted-parts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

test('the counted stretches and the edges of a window are the window, once', () => {
  const ms = fc.integer({ min: 0, max: 40 * DAY_MS })
  const step = fc.constantFrom(null, MINUTE_MS, 30 * MINUTE_MS, 3 * HOUR_MS, DAY_MS)
  fc.assert(
    fc.property(ms, ms, ms, step, (one, other, until, stepMs) => {
      const [fromMs, toMs] = [Math.min(one, other), Math.max(one, other)]
      const found = countedParts({ fromMs, toMs }, until, stepMs)
      if (found === null) return
      const parts = [...found.edges, ...found.cells].sort((a, b) => a.fromMs - b.fromMs)
      expect(parts[0]?.fromMs).toBe(fromMs)
      expect(parts.at(-1)?.toMs).toBe(toMs)
      for (const [at, part] of parts.entries()) if (at > 0) expect(part.fromMs).toBe(parts[at - 1]?.toMs)
      for (const cells of found.cells) {
        const widthMs = cells.width * MINUTE_MS
        expect([cells.fromMs % widthMs, cells.toMs % widthMs]).toEqual([0, 0])
        expect(cells.toMs).toBeLessThanOrEqual(until)
        if (stepMs !== null) expect(stepMs % widthMs).toBe(0)
      }
    }),
  )
})

test('however long the window, it is put together from few stretches but for whole days', () => {
  const ms = fc.integer({ min: 0, max: 400 * DAY_MS })
  fc.assert(
    fc.property(ms, ms, (one, other) => {
      const window = { fromMs: Math.min(one, other), toMs: Math.max(one, other) }
      const cells = countedParts(window, 400 * DAY_MS)?.cells ?? []
      const short = cells.filter(({ width }) => width < 1440)
      const number = short.reduce((sum, { width, fromMs, toMs }) => sum + (toMs - fromMs) / width, 0)
      expect(number / MINUTE_MS).toBeLessThanOrEqual(2 * (7 + 11))
    }),
  )
})

test('each length holds a whole number of the next', () => {
  for (const [at, width] of COUNTED_WIDTHS.entries()) expect(width % (COUNTED_WIDTHS[at + 1] ?? 1)).toBe(0)
})

test('a window without end keeps an edge without end', () => {
  expect(countedParts({ fromMs: 0, toMs: null }, 10.4 * HOUR_MS)).toEqual({
    cells: [
      { width: 180, fromMs: 0, toMs: 9 * HOUR_MS },
      { width: 15, fromMs: 9 * HOUR_MS, toMs: 10.25 * HOUR_MS },
    ],
    edges: [{ fromMs: 10.25 * HOUR_MS, toMs: null }],
  })
})

test('where nothing was counted yet, or in other stretches than the bars, nothing is taken from the counts', () => {
  expect(countedParts({ fromMs: 0, toMs: null }, null)).toBeNull()
  expect(countedParts({ fromMs: 5, toMs: 15 * MINUTE_MS - 1 }, 9 * HOUR_MS)).toBeNull()
  expect(countedParts({ fromMs: 0, toMs: null }, 9 * HOUR_MS, 5 * MINUTE_MS)).toBeNull()
  expect(countedUntilOf({ slots: 3 })).toBeNull()
  expect(countedUntilOf(null)).toBeNull()
})
