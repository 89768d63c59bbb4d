import { expect, test } from 'vitest'
import { nextPlace, placesOf } from './line-jump'

const lines = [
  { band: 'info', text: 'begin', rest: null },
  { band: 'error', text: 'Disk full', rest: 'Disk full\n at write' },
  { band: 'warn', text: 'retry', rest: null },
  { band: 'fatal', text: 'gone', rest: null },
] as const

test('errors are those that are fatal, too; text is looked for in the whole message and in any case', () => {
  expect(placesOf(lines, 'error', '')).toEqual([1, 3])
  expect(placesOf(lines, 'warn', '')).toEqual([2])
  expect(placesOf(lines, 'find', 'AT WRITE')).toEqual([1])
  expect(placesOf(lines, 'find', ' ')).toEqual([])
})

test('the next one follows where the reader is, and after the last comes the first', () => {
  expect(nextPlace([1, 3], null, 1)).toBe(1)
  expect(nextPlace([1, 3], 1, 1)).toBe(3)
  expect(nextPlace([1, 3], 3, 1)).toBe(1)
  expect(nextPlace([1, 3], 1, -1)).toBe(3)
  expect(nextPlace([1, 3], null, -1)).toBe(3)
  expect(nextPlace([], 2, 1)).toBeNull()
})
