import { describe, expect, test } from 'vitest'
import { frame, percentEncode, timeoutMsOf, unframe } from './grpc-message'

test('a message comes out of its frame as it went in', () => {
  const message = Buffer.from('hello')
  expect(unframe(frame(message), 'gzip')).toEqual({ message, encoding: 'identity' })
})

describe('a frame that is not one whole message', () => {
  test.each([
    ['nothing at all', []],
    ['a head cut short', [0, 0, 0]],
    ['less than announced', [0, 0, 0, 0, 2, 1]],
    ['more than announced', [0, 0, 0, 0, 1, 1, 0]],
    ['an unknown flag', [2, 0, 0, 0, 0]],
    ['compressed without an encoding', [1, 0, 0, 0, 0]],
  ])('%s', (_, bytes) => {
    expect(() => unframe(Buffer.from(bytes), 'identity')).toThrow(expect.objectContaining({ grpcCode: 13 }))
  })
})

test('words for a header are percent-encoded where they have to be', () => {
  expect(percentEncode('100% of ü\n')).toBe('100%25 of %C3%BC%0A')
})

test.each([
  [undefined, null],
  ['10S', 10_000],
  ['250m', 250],
  ['1H', 3_600_000],
  ['5u', 0.005],
])('timeout %s', (header, ms) => {
  expect(timeoutMsOf(header)).toBe(ms)
})
