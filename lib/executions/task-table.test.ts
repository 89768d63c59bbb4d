import { expect, test } from 'vitest'
import type { State } from '@/lib/model/state'
import { byWorker, countByState, type TaskQuestion, taskTable } from './task-table'

const task = (name: string, state: State, startedAt: string | null, more: object = {}) => ({
  id: name,
  parentId: null as string | null,
  name,
  kind: null,
  attempt: 1,
  state,
  queuedAt: null,
  startedAt,
  durationMs: null,
  errorType: null,
  errorMessage: null,
  worker: null,
  ...more,
})

const TASKS = [
  task('load', 'success', '9000000', { parentId: 'job', durationMs: 5 }),
  task('job', 'failed', '1000000', { durationMs: 90, queuedAt: '0' }),
  task('test', 'failed', '20000000', {
    parentId: 'job',
    errorType: 'AssertionError',
    errorMessage: 'no rows\nat x',
  }),
  task('notify', 'skipped', null),
]

const ask = (question: Partial<TaskQuestion>) =>
  taskTable(TASKS, { text: '', state: null, sort: 'start', isDescending: false, ...question })
const names = (question: Partial<TaskQuestion>) => ask(question).map((view) => view.task.name)

test('sorted by what was asked for, unknown last', () => {
  expect(names({})).toEqual(['job', 'load', 'test', 'notify'])
  expect(names({ sort: 'name' })).toEqual(['job', 'load', 'test', 'notify'])
  expect(names({ sort: 'duration' })).toEqual(['load', 'job', 'test', 'notify'])
  expect(names({ sort: 'state' }).slice(0, 2)).toEqual(['job', 'test'])
})

test('filtered by state and by any text that is shown', () => {
  expect(names({ state: 'broken' })).toEqual(['job', 'test'])
  expect(names({ text: 'NO ROWS' })).toEqual(['test'])
  expect(names({ text: 'job' })).toEqual(['job', 'load', 'test'])
})

test('a step knows the way to it, its wait and the first line of its error', () => {
  expect(ask({ text: 'assert' })[0]).toMatchObject({
    path: ['job', 'test'],
    error: 'AssertionError: no rows',
    waitMs: null,
  })
  expect(ask({ text: 'job' })[0]?.waitMs).toBe(1)
  expect(countByState(TASKS)).toEqual([
    { state: 'success', count: 1 },
    { state: 'failed', count: 2 },
    { state: 'skipped', count: 1 },
  ])
})

test('under the workers that ran them, each with what it did and the steps within its own, those of no known worker last', () => {
  const views = taskTable(
    [
      task('a', 'success', '1', { durationMs: 5 }),
      task('b', 'failed', '2', { worker: 'node-2', durationMs: 7 }),
      task('c', 'success', '3', { worker: 'node-1', durationMs: 11 }),
      task('d', 'success', '4', { worker: 'node-2', durationMs: null }),
      task('e', 'success', '5', { parentId: 'b', durationMs: 6 }),
    ],
    { text: '', state: null, sort: 'start', isDescending: false },
  )
  const lines = byWorker(views).map((line) =>
    line.kind === 'step' ? line.view.task.name : Object.values(line.group).join(' '),
  )
  expect(lines).toEqual(['node-2 3 1 7', 'b', 'd', 'e', 'node-1 1 0 11', 'c', ' 1 0 5', 'a'])
})
