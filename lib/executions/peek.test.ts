import { expect, test } from 'vitest'
import type { State } from '@/lib/model/state'
import { PEEKED_TASKS, peekAt } from './peek'

const step = (n: number, state: State = 'success') => ({
  id: `step-${n}`,
  parentId: null,
  name: `step ${n}`,
  kind: null,
  attempt: 1,
  state,
  queuedAt: null,
  startedAt: String(n),
  endedAt: String(n + 1),
  durationMs: 1,
  errorType: state === 'failed' ? 'KeyError' : null,
  errorMessage: state === 'failed' ? 'x'.repeat(5000) : null,
  errorSpanId: null,
  spanId: '00000000000000aa',
  worker: null,
})

const execution = {
  ...{ id: 'e', state: 'failed' as State, nativeState: null, flowId: 'f', flow: 'load', namespace: '' },
  ...{ title: null, nativeId: 'n', url: null, queuedAt: null, startedAt: '1', endedAt: '99' },
  ...{ durationMs: 1, trigger: null, actor: null, commit: null, branch: null, version: null },
  ...{
    environment: 'prod',
    attempt: 1,
    sourceName: 's',
    teamName: 't',
    dialect: 'generic',
    isSample: false,
  },
  traceId: null,
  labels: Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`key${n}`, 'value'])),
  ...{ errorType: 'Error', errorMessage: 'all of it', failedTask: 'a › b', spanId: null },
  facts: { secret: 'what was said about it' },
}

test('a step that broke late is among those shown, in its place', () => {
  const steps = Array.from({ length: 40 }, (_, n) => step(n, n === 37 ? 'failed' : 'success'))
  const { tasks, taskCounts, broken } = peekAt(execution, steps)
  expect(tasks).toHaveLength(PEEKED_TASKS)
  expect(tasks.map((task) => task.id).slice(-2)).toEqual(['step-12', 'step-37'])
  expect(taskCounts).toEqual([
    { state: 'success', count: 39 },
    { state: 'failed', count: 1 },
  ])
  expect(broken).toMatchObject({ path: ['step 37'], type: 'KeyError', spanId: '00000000000000aa' })
  expect(broken?.message).toHaveLength(2000)
})

test('without a failed step the execution’s own words stand, and one that went well did not break', () => {
  expect(peekAt(execution, []).broken).toMatchObject({ path: ['a', 'b'], message: 'all of it' })
  expect(peekAt({ ...execution, state: 'success' }, []).broken).toBeNull()
})

test('nothing goes out but what the panel shows', () => {
  const peeked = peekAt(execution, [step(1)])
  expect(JSON.stringify(peeked)).not.toContain('what was said about it')
  expect(Object.keys(peeked.labels)).toHaveLength(24)
})
