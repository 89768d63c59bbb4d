import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, canonicalWriter, type Json, parseStrictJson } from './canonical-json'

const VECTORS = path.resolve(import.meta.dirname, '../../../shared/fixtures/jcs')

const read = (...parts: string[]): string => fs.readFileSync(path.join(VECTORS, ...parts), 'utf8')

describe('canonical JSON', () => {
  test.each<[string, Json, string]>([
    [
      'sorts keys by code units',
      { '\u20ac': 1, '\r': 2, '1': 3, '\ufb33': 4, '😀': 5 },
      '{"\\r":2,"1":3,"€":1,"😀":5,"\ufb33":4}',
    ],
    [
      'sorts in nested objects, keeps lists in order',
      [{ b: [2, 1], a: { d: 1, c: 2 } }],
      '[{"a":{"c":2,"d":1},"b":[2,1]}]',
    ],
    [
      'writes numbers as ECMAScript does',
      [1e30, 1e21, 0.1, -0, 1e-7, 333333333.3333333],
      '[1e+30,1e+21,0.1,0,1e-7,333333333.3333333]',
    ],
    ['escapes no more than it must', '\u000f"\\/\n€', '"\\u000f\\"\\\\/\\n€"'],
    ['leaves out what is undefined', { a: undefined, b: null }, '{"b":null}'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (value) => {
    expect(() => canonicalJson([value])).toThrow(RangeError)
  })

  test('refuses a lone surrogate, also in a key', () => {
    expect(() => canonicalJson('\ud800')).toThrow(RangeError)
    expect(() => canonicalJson({ '\udc00': 1 })).toThrow(RangeError)
  })
})

describe('strict JSON', () => {
  test('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value as Json)
        expect(canonicalJson(parseStrictJson(text))).toBe(text)
        expect(canonicalJson(parseStrictJson(JSON.stringify(value, null, 2)))).toBe(text)
      }),
    )
  })

  test('tells canonical text from any other, and writes it again', () => {
    const key = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('1', '10', '9', '__proto__', '\\ud'),
    )
    const tree = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(key, tie('value')),
      ),
    })).value
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonicalJson(value)
        const parsed: Json = JSON.parse(text)
        expect(canonicalWriter(text, parsed)?.(parsed)).toBe(text)
        for (const other of [JSON.stringify(value), `${text} `, JSON.stringify(JSON.parse(text), null, 1)])
          if (other !== text) expect(canonicalWriter(other, JSON.parse(other))).toBeNull()
      }),
    )
    expect(() => canonicalWriter('"\\ud800"', '\ud800')).toThrow(RangeError)
    expect(canonicalWriter('{"a":1,"a":1}', { a: 1 })).toBeNull()
  })

  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":[1,{"d":1,"e":2,"d":3}]}}',
    String.raw`{"a":1,"\u0061":2}`,
    String.raw`{"\"":1,"\"" : 2}`,
    '{"__proto__":1,"__proto__":2}',
  ])('refuses a key that comes twice: %s', (text) => {
    expect(() => parseStrictJson(text)).toThrow(/comes twice/)
  })

  test.each(['{"a":{"a":{"a":[{"a":1},{"a":1}]}}}', '{"a":"{\\"b\\":1,\\"b\\":2}","b":[":","{","\\\\"]}'])(
    'takes a key again in another object: %s',
    (text) => {
      expect(parseStrictJson(text)).toEqual(JSON.parse(text))
    },
  )

  test.each([String.raw`"\ud800"`, String.raw`{"\udc00x":1}`, '1e400', '[-1e999]'])('refuses %s', (text) => {
    expect(() => parseStrictJson(text)).toThrow(RangeError)
  })

  test.each(['', '{', '01', "{'a':1}", '[1,]', 'NaN'])('refuses what is no JSON: %j', (text) => {
    expect(() => parseStrictJson(text)).toThrow(SyntaxError)
  })
})

describe.skipIf(!fs.existsSync(VECTORS))('the vectors of RFC 8785 (shared fixtures)', () => {
  test.each(['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])('%s', (name) => {
    const hex = read('outhex', `${name}.txt`).replace(/\s+/g, '')
    expect(Buffer.from(canonicalJson(JSON.parse(read('input', `${name}.json`)))).toString('hex')).toBe(hex)
  })

  test.each([1_000, 10_000])('%d numbers', (count) => {
    const wrong = read('derived', `es6-numbers-${count}.txt`)
      .split('\n')
      .filter((line) => line !== '')
      .filter((line) => {
        const [bits = '', text] = line.split(',')
        return canonicalJson(Buffer.from(bits.padStart(16, '0'), 'hex').readDoubleBE()) !== text
      })
    expect(wrong).toEqual([])
  })
})
