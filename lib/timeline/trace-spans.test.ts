import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexesOf, indexOfSpan, packSpans, spanIdAt, type TraceSpans } from './trace-spans'

const of = (ids: string[]): TraceSpans => ({
  ...packSpans([], []),
  ids: ids.join(''),
  starts: ids.map(() => 0),
})

/** Of few digits, so that ids repeat and read across their borders. */
const spanId = fc.string({ unit: fc.constantFrom('0', '1'), minLength: 16, maxLength: 16 })

describe('finding spans by their ids', () => {
  test('digits of two neighbours are no id', () => {
    const spans = of(['00000000000000ab', 'cd00000000000000'])
    expect(indexOfSpan(spans, 'abcd000000000000')).toBeNull()
    expect(indexOfSpan(spans, 'cd00000000000000')).toBe(1)
  })

  test('the earliest of two with one id is found', () => {
    const twice = of(['00000000000000aa', '00000000000000bb', '00000000000000bb'])
    expect(indexOfSpan(twice, '00000000000000bb')).toBe(1)
    expect(indexesOf(twice, new Set(['00000000000000bb'])).get('00000000000000bb')).toBe(1)
  })

  test('both find what a look at each span finds', () => {
    fc.assert(
      fc.property(fc.array(spanId), fc.array(spanId), (ids, others) => {
        const spans = of(ids)
        const wanted = [...ids.slice(0, 3), ...others]
        const found = indexesOf(spans, new Set(wanted))
        for (const id of wanted) {
          const expected = ids.findIndex((_, index) => spanIdAt(spans, index) === id)
          expect(indexOfSpan(spans, id)).toBe(expected === -1 ? null : expected)
          expect(found.get(id)).toBe(expected === -1 ? undefined : expected)
        }
      }),
    )
  })
})
