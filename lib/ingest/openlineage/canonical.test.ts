import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import { canonicalText } from './canonical'

test('is what RFC 8785 says for whatever JSON there is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const parsed: Json = JSON.parse(JSON.stringify(value))
      expect(canonicalText(parsed)).toBe(canonicalJson(parsed))
    }),
  )
})

test('has a text also for what the RFC refuses, and one alone', () => {
  const half = JSON.parse('{"b":"\\ud800","a":"\\u0000"}') as unknown
  expect(canonicalText(half)).toBe('{"a":"\\u0000","b":"\\ud800"}')
})
