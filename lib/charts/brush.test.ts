import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barAt, chosen, pressed, shareOf, stretchOf } from './brush'

const BARS = Array.from({ length: 10 }, (_, n) => ({ startMs: n * 60_000, endMs: (n + 1) * 60_000 }))
const press = (keys: string[]) =>
  keys.reduce<{ anchor: number; head: number } | null>(
    (brush, key) =>
      pressed(brush, { key: key.replace('Shift+', ''), shiftKey: key.startsWith('Shift+') }, BARS.length),
    null,
  )

test('dragging either way takes in both ends, and all of the bars', () => {
  expect(stretchOf({ anchor: 2, head: 4 }, BARS)).toEqual({ startMs: 120_000, endMs: 300_000 })
  expect(stretchOf({ anchor: 4, head: 2 }, BARS)).toEqual({ startMs: 120_000, endMs: 300_000 })
  expect(shareOf({ anchor: 4, head: 2 }, 10)).toEqual({ left: 0.2, width: 0.3 })
})

test('keys begin at the newest bar, move by one, and widen with Shift', () => {
  expect(press(['ArrowLeft'])).toEqual({ anchor: 9, head: 9 })
  expect(press(['ArrowLeft', 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft'])).toEqual({
    anchor: 8,
    head: 6,
  })
  expect(press(['Home', 'Shift+End'])).toEqual({ anchor: 0, head: 9 })
  expect(press(['ArrowLeft', 'Enter'])).toBeNull()
})

test('whatever is done stays on the chart', () => {
  const keys = fc.array(
    fc.record({
      key: fc.constantFrom('ArrowLeft', 'ArrowRight', 'Home', 'End'),
      shiftKey: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(
      keys,
      fc.integer({ min: 1, max: 80 }),
      fc.double({ min: -2, max: 3, noNaN: true }),
      (done, bars, share) => {
        let brush = { anchor: barAt(share, bars), head: barAt(share, bars) }
        for (const each of done) brush = pressed(brush, each, bars) ?? brush
        const [first, last] = chosen(brush)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(first).toBeLessThanOrEqual(last)
        expect(last).toBeLessThan(bars)
      },
    ),
  )
})
