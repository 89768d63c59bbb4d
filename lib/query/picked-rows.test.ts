import { expect, test } from 'vitest'
import { rowsBetween } from './picked-rows'

test('a range has both its ends, in either direction', () => {
  expect(rowsBetween(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(rowsBetween(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(rowsBetween(['a', 'b'], 'b', 'b')).toEqual(['b'])
})

test('an anchor that is gone leaves the row alone, and a row that is gone nothing', () => {
  expect(rowsBetween(['a', 'b'], 'gone', 'b')).toEqual(['b'])
  expect(rowsBetween(['a', 'b'], null, 'a')).toEqual(['a'])
  expect(rowsBetween(['a', 'b'], 'a', 'gone')).toEqual([])
})
