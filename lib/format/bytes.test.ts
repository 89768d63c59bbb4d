import { expect, test } from 'vitest'
import { formatBytes } from './bytes'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [1_420_000_000, '1.4 GB'],
  [123_000_000_000, '123 GB'],
])('%d is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
