import { describe, expect, test } from 'vitest'
import { barOf } from './bar'
import { span, treeOf } from './testing/spans'

const ALL_OF_IT = { from: 0, to: 100 }

describe('a bar', () => {
  const tree = treeOf([span(1, null, 0, 100), span(2, 1, 20, 30), span(3, 1, 90, 0, { endUnixNano: '0' })])

  test('lies where the work was, with its label behind it', () => {
    expect(barOf(tree, 1, ALL_OF_IT)).toMatchObject({
      work: { left: 20, width: 30 },
      labelAt: 50,
      queued: null,
      hint: null,
    })
  })

  test('is cut to the window, and out of it only its label shows on which side it is', () => {
    expect(barOf(tree, 1, { from: 40, to: 60 }).work).toEqual({ left: 0, width: 50 })
    expect(barOf(tree, 1, { from: 60, to: 80 })).toMatchObject({ work: null, labelAt: 0 })
    expect(barOf(tree, 1, { from: 0, to: 10 })).toMatchObject({ work: null, labelAt: 100 })
  })

  test('of an open span says that it goes on', () => {
    expect(barOf(tree, 2, ALL_OF_IT)).toMatchObject({ isOpen: true, work: { left: 90, width: 10 } })
    expect(barOf(tree, 2, ALL_OF_IT).label).toMatch(/…$/)
  })

  test('has its time in the queue before it', () => {
    const step = {
      executionId: 'e',
      taskRunId: 't',
      name: 'x',
      kind: null,
      attempt: 1,
      state: 'success' as const,
    }
    const spans = [span(1, null, 0, 100), span(2, 1, 20, 30)]
    const queuedAtUnixNano = spans[0]?.startUnixNano ?? null
    const waited = treeOf(spans, [{ ...step, spanId: '0000000000000002', queuedAtUnixNano }])
    expect(barOf(waited, 1, ALL_OF_IT).queued).toEqual({ left: 0, width: 20 })
  })

  test('warns of clocks that differ and of ends before starts', () => {
    const odd = treeOf([span(1, null, 50, 50), span(2, 1, 10, 5), span(3, 1, 60, -5)])
    expect(barOf(odd, 0, ALL_OF_IT).hint).toMatch(/clocks/)
    expect(barOf(odd, 2, ALL_OF_IT).hint).toMatch(/Ends before it starts/)
  })
})
