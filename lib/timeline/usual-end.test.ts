import { expect, test } from 'vitest'
import { span, treeOf } from './testing/spans'
import { usualEndOf } from './usual-end'

const MS = 1e6
const step = (of: ReturnType<typeof span>, name: string, taskRunId: string | null = 't') => ({
  spanId: of.spanId,
  executionId: 'e',
  taskRunId,
  name,
  kind: null,
  attempt: 1,
  state: 'success' as const,
  queuedAtUnixNano: null,
})
const spans = [span(1, null, 0, 100 * MS), span(2, 1, 20 * MS, 30 * MS), span(3, 1, 60 * MS, 5 * MS)] as const
const tree = treeOf([...spans], [step(spans[0], 'load', null), step(spans[1], 'load')])
const ALL_OF_IT = { from: 0, to: 100 * MS }

test('a step’s usual end is as far after its own start as it usually takes', () => {
  expect(usualEndOf(tree, 1, ALL_OF_IT, { load: 10 })).toEqual({ at: 30, says: 'Usually 10 ms' })
  expect(usualEndOf(tree, 1, { from: 20 * MS, to: 40 * MS }, { load: 10 })?.at).toBe(50)
})

test('there is none out of view, for what is no step, nor for what nothing is known of', () => {
  expect(usualEndOf(tree, 1, ALL_OF_IT, { load: 1000 })).toBeNull()
  expect(usualEndOf(tree, 1, { from: 60 * MS, to: 90 * MS }, { load: 10 })).toBeNull()
  expect(usualEndOf(tree, 0, ALL_OF_IT, { load: 10 })).toBeNull()
  expect(usualEndOf(tree, 2, ALL_OF_IT, { load: 10 })).toBeNull()
  expect(usualEndOf(tree, 1, ALL_OF_IT, {})).toBeNull()
})
