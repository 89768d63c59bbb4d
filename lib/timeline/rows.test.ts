import { describe, expect, test } from 'vitest'
import type { LightSpan } from '@/lib/model/light-span'
import { openTo, rowsOf } from './rows'
import { ALL, drawn, everything, failed, span, treeOf } from './testing/spans'
import { packSpans } from './trace-spans'

const draw = (spans: LightSpan[]) => {
  const tree = treeOf(spans)
  return drawn(tree, rowsOf(tree, everything(tree), ALL))
}

describe('rows', () => {
  test('children stand under their parent in order of start', () => {
    expect(draw([span(3, 1, 20), span(1, null, 0, 50), span(2, 1, 10), span(4, 2, 11)])).toEqual([
      'span 1',
      '  span 2',
      '    span 4',
      '  span 3',
    ])
  })

  test('a span whose parent never came stands under a marker', () => {
    expect(draw([span(1, null), span(2, 77, 5), span(3, 2, 6)])).toEqual([
      'span 1',
      '[missing 4d]',
      '  span 2',
      '    span 3',
    ])
  })

  test('a circle of parents is cut at its earliest span and said to be one', () => {
    expect(draw([span(1, 3, 0), span(2, 1, 1), span(3, 2, 2), span(9, 9, 5)])).toEqual([
      '[circle 2]',
      '  span 1',
      '    span 2',
      '      span 3',
      '  span 9',
    ])
  })

  test('a span id that occurs twice is shown twice, with the children under the earlier one', () => {
    expect(draw([span(1, null, 0), span(2, 1, 3, 4), span(2, 1, 9, 1), span(5, 2, 4)])).toEqual([
      'span 1',
      '  span 2',
      '    span 5',
      '  span 2',
    ])
  })

  test('of more than a hundred siblings the failed come first and the rest folds', () => {
    const many = Array.from({ length: 240 }, (_, n) => span(n + 2, 1, n + 1, 1, n >= 237 ? failed : {}))
    const tree = treeOf([span(1, null, 0, 500), ...many])
    const rows = drawn(tree, rowsOf(tree, everything(tree), ALL))
    expect(rows.slice(0, 5)).toEqual(['span 1', '  span 239', '  span 240', '  span 241', '  span 2'])
    expect(rows.slice(-1)).toEqual(['  [140 more, 0 failed]'])
    expect(rows).toHaveLength(102)
    const target = tree.spans.name.length - 4
    const needed = openTo(tree, target)
    expect(rowsOf(tree, everything(tree, needed.folds), ALL)).toHaveLength(242)
  })

  test('machinery folds, but never with a step or a failure under it', () => {
    const noise = { role: 'noise' as const }
    const spans = [
      span(1, null, 0, 90),
      span(2, 1, 1, 1, noise),
      span(3, 2, 2, 1, noise),
      span(4, 1, 3, 9, noise),
      span(5, 4, 4),
    ]
    expect(draw(spans)).toEqual(['span 1', '  span 4', '    span 5', '  [noise 1]'])
    expect(draw([span(1, null, 0, 90), span(2, 1, 1, 1, { ...noise, ...failed })])).toEqual([
      'span 1',
      '  span 2',
    ])
  })

  test('errors only keeps the way to each failure', () => {
    const tree = treeOf([span(1, null, 0, 9), span(2, 1, 1), span(3, 1, 2), span(4, 3, 3, 1, failed)])
    expect(drawn(tree, rowsOf(tree, everything(tree), { errorsOnly: true, within: null }))).toEqual([
      'span 1',
      '  span 3',
      '    span 4',
    ])
  })

  test('a span of another team is left out, counted, and its children move up', () => {
    const spans = [span(1, null, 0, 9), span(2, 1, 1, 3, { isVisible: false }), span(3, 2, 2)]
    expect(draw(spans)).toEqual(['span 1', '  span 3'])
    expect(packSpans(spans, []).privateCount).toBe(1)
  })
})
