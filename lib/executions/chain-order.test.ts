import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainOrder } from './chain-order'

const nodes = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n) }))
const ids = (all: { id: string }[]) => all.map(({ id }) => id).join('')

test('what comes before stands before, whatever the times say', () => {
  expect(ids(chainOrder(nodes(3), [{ from: '2', to: '0' }]))).toBe('120')
  expect(ids(chainOrder(nodes(3), []))).toBe('012')
})

test('edges that go round in a circle lose nobody', () => {
  const circle = [
    { from: '0', to: '1' },
    { from: '1', to: '0' },
    { from: '1', to: '2' },
    { from: '9', to: '2' },
  ]
  expect(ids(chainOrder(nodes(3), circle))).toBe('012')
})

test('every edge leads forward where that is possible, and everybody is there once', () => {
  const someEdges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 })
  fc.assert(
    fc.property(someEdges, fc.shuffledSubarray(nodes(12)), (pairs, shuffled) => {
      // From a smaller number to a greater one there are no circles.
      const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => ({ from: String(a), to: String(b) }))
      const placed = chainOrder(shuffled, edges).map(({ id }) => id)
      expect(placed.toSorted()).toEqual(shuffled.map(({ id }) => id).toSorted())
      for (const { from, to } of edges)
        if (placed.includes(from) && placed.includes(to))
          expect(placed.indexOf(from)).toBeLessThan(placed.indexOf(to))
    }),
  )
})
