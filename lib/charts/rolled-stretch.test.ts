import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR_MS, rolledStretch, rolledUntilOf } from './rolled-stretch'

test('the hours and the edges of a window are the window, once', () => {
  const ms = fc.integer({ min: 0, max: 400 * HOUR_MS })
  fc.assert(
    fc.property(ms, ms, ms, (one, other, until) => {
      const [fromMs, toMs] = [Math.min(one, other), Math.max(one, other)]
      const stretch = rolledStretch({ fromMs, toMs }, until)
      if (stretch === null) return
      const { hours, edges } = stretch
      const parts = [...edges, hours].sort((a, b) => a.fromMs - b.fromMs)
      expect(parts[0]?.fromMs).toBe(fromMs)
      expect(parts.at(-1)?.toMs).toBe(toMs)
      for (const [at, part] of parts.entries()) if (at > 0) expect(part.fromMs).toBe(parts[at - 1]?.toMs)
      expect(hours.fromMs % HOUR_MS).toBe(0)
      expect(hours.toMs % HOUR_MS).toBe(0)
      expect(hours.toMs).toBeLessThanOrEqual(until)
    }),
  )
})

test('a window without end keeps an edge without end', () => {
  const stretch = rolledStretch({ fromMs: 0, toMs: null }, 10.5 * HOUR_MS)
  expect(stretch).toEqual({
    hours: { fromMs: 0, toMs: 10 * HOUR_MS },
    edges: [{ fromMs: 10 * HOUR_MS, toMs: null }],
  })
})

test('where nothing was counted yet, nothing is taken from the counts', () => {
  expect(rolledStretch({ fromMs: 0, toMs: null }, null)).toBeNull()
  expect(rolledStretch({ fromMs: 5, toMs: HOUR_MS - 1 }, 9 * HOUR_MS)).toBeNull()
  expect(rolledUntilOf({ hours: 3 })).toBeNull()
  expect(rolledUntilOf(null)).toBeNull()
})
