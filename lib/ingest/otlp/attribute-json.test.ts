import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeStoredAttributes, encodeStoredAttributes } from './attribute-json'
import type { AttributeValue } from './decoded'
import { parseStoredAttributes } from './stored-text'
import { arbitraryValue } from './testing/arbitrary-requests'
import { expectedValue } from './testing/reference'

const attributes = fc
  .array(fc.tuple(fc.string({ maxLength: 6 }), arbitraryValue), { maxLength: 6 })
  .map((entries) => new Map(entries.map(([key, value]) => [key, expectedValue(value)])))

describe('stored attributes', () => {
  test('come back with every type as it was', () => {
    fc.assert(
      fc.property(attributes, (original) => {
        expect(parseStoredAttributes(encodeStoredAttributes(original))).toEqual(original)
      }),
      { numRuns: 1_000 },
    )
  })

  test('survive white space and another order of keys, as jsonb gives them', () => {
    const text = '{ "b" : { "y" : [ 1 , 2.50 ] , "x" : null } , "a" : { "$double" : "NaN" } }'
    expect(parseStoredAttributes(text)).toEqual(
      new Map<string, AttributeValue>([
        ['b', { y: [1n, 2.5], x: null }],
        ['a', Number.NaN],
      ]),
    )
  })

  test.each<[AttributeValue, string]>([
    [9007199254740993n, '9007199254740993'],
    [5, '5.0'],
    [0.1, '0.1'],
    [1e21, '{"$double":"1e+21"}'],
    [5e-324, '{"$double":"5e-324"}'],
    [-0, '{"$double":"-0"}'],
    [Number.NEGATIVE_INFINITY, '{"$double":"-Infinity"}'],
    [new Uint8Array([1, 2, 255]), '{"$bytes":"AQL/"}'],
    [{ $double: 'no' }, '{"$kvlist":{"$double":"no"}}'],
    [{ $kvlist: { $bytes: 'no' } }, '{"$kvlist":{"$kvlist":{"$kvlist":{"$bytes":"no"}}}}'],
    [null, 'null'],
  ])('%o is stored as %s', (value, json) => {
    expect(encodeStoredAttributes(new Map([['k', value]]))).toBe(`{"k":${json}}`)
    expect(parseStoredAttributes(`{"k":${json}}`).get('k')).toEqual(value)
  })

  test('are never taken for a wrapped value themselves', () => {
    expect(parseStoredAttributes('{"$bytes":"AQL/"}')).toEqual(new Map([['$bytes', 'AQL/']]))
  })

  test('already parsed as JavaScript does come back as far as they can', () => {
    const json: unknown = JSON.parse(
      '{"i":5,"d":2.5,"w":{"$kvlist":{"$double":"no"}},"n":{"$double":"NaN"},"__proto__":1}',
    )
    expect([...decodeStoredAttributes(json)]).toEqual([
      ['i', 5n],
      ['d', 2.5],
      ['w', { $double: 'no' }],
      ['n', Number.NaN],
      ['__proto__', 1n],
    ])
  })

  test('with a key like __proto__ touch no prototype', () => {
    const value = parseStoredAttributes('{"k":{"__proto__":{"polluted":true}}}').get('k')
    expect(Object.hasOwn(Object(value), '__proto__')).toBe(true)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test.each(['', '{', '{"a"}', '{"a":}', '{"a":1,}', '[1]', '{"a":1}x', '{"a":tru}', '{"a":"b'])(
    '%j is an error',
    (text) => {
      expect(() => parseStoredAttributes(text)).toThrow(SyntaxError)
    },
  )
})
