import { expect, test } from 'vitest'
import type { FlowTask } from '@/lib/model/flow-page'
import { orderedTasks } from './task-order'

const task = (name: string, of: Partial<FlowTask> = {}): FlowTask => ({
  name,
  kind: null,
  executions: 10,
  broken: 0,
  retries: 0,
  p50Ms: null,
  p95Ms: null,
  lastError: null,
  ...of,
})

test('most first, then by name; what is not known comes last', () => {
  const tasks = [
    task('b', { p95Ms: 5, broken: 1, executions: 100 }),
    task('c', { p95Ms: 9 }),
    task('a', { broken: 1, retries: 3 }),
  ]
  const names = (sort: Parameters<typeof orderedTasks>[1]) =>
    orderedTasks(tasks, sort).map((each) => each.name)
  expect(names('broken')).toEqual(['a', 'b', 'c'])
  expect(names('name')).toEqual(['a', 'b', 'c'])
  expect(names('p95')).toEqual(['c', 'b', 'a'])
  expect(names('executions')).toEqual(['b', 'a', 'c'])
  expect(names('retries')).toEqual(['a', 'b', 'c'])
})
