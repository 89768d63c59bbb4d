import { expect, test } from 'vitest'
import { onePerExecution } from './event-became'

const told = (taskRunId: string | null) => ({ executionId: 'e', taskRunId })

test('an event that speaks of several task runs, however many, tells of their execution', () => {
  expect(onePerExecution([told('a')])).toEqual([told('a')])
  expect(onePerExecution([told('a'), told('a')])).toEqual([told('a')])
  expect(onePerExecution([told('a'), told('b')])).toEqual([told(null)])
  expect(onePerExecution([told('a'), told('b'), told('c')])).toEqual([told(null)])
  expect(onePerExecution([told(null), told('a')])).toEqual([told(null)])
})
