import { expect, test } from 'vitest'
import type { State } from '@/lib/model/state'
import { failingStep } from './failing-step'

const step = (
  id: string,
  parentId: string | null,
  state: State,
  endedAt: string | null,
  errorMessage: string | null = null,
) => ({
  id,
  parentId,
  name: `step ${id}`,
  state,
  endedAt,
  startedAt: '1',
  errorMessage,
})

test('the innermost step that broke first is where to look, with the way to it', () => {
  const found = failingStep([
    step('job', null, 'failed', '90'),
    step('setup', 'job', 'success', '10'),
    step('test', 'job', 'failed', '50'),
    step('upload', 'job', 'failed', '60'),
  ])
  expect(found?.path).toEqual(['step job', 'step test'])
})

test('of steps that broke at once, the one that says why', () => {
  expect(
    failingStep([step('a', null, 'failed', '5'), step('b', null, 'timed_out', '5', 'too slow')])?.step.id,
  ).toBe('b')
})

test('nothing broken is nothing found, and steps that are each other’s parents end somewhere', () => {
  expect(failingStep([step('a', null, 'success', '5')])).toBeNull()
  expect(failingStep([step('a', 'b', 'failed', '5'), step('b', 'a', 'success', '6')])?.path).toEqual([
    'step b',
    'step a',
  ])
})
