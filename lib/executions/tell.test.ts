import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { CONFIDENCES, type ExecutionTelling, type TaskTelling, type Telling } from '@/lib/model/event'
import { PRECEDENCE } from '@/lib/model/fact'
import { STATES } from '@/lib/model/state'
import { mergeExecutionFacts, mergeTaskFacts } from './merge-facts'
import { factsOfTellings, type ToldFacts } from './tell'
import { holds } from './testing/kept-seeds'

const TELLER = {
  orgId: '00000000-0000-4000-8000-000000000001',
  sourceId: '00000000-0000-4000-8000-000000000002',
  dialect: 'github',
}

const nano = fc.integer({ min: 0, max: 20 }).map((n) => String(1_700_000_000_000_000_000n + BigInt(n)))
const word = fc.constantFrom('a', 'b', 'cé', '')
const said = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const states = fc.array(
  fc.record({
    state: fc.constantFrom(...STATES),
    word,
    at: nano,
    precedence: fc.constantFrom(...Object.values(PRECEDENCE)),
  }),
  { maxLength: 4 },
)
const errors = fc.array(
  fc.record({
    type: fc.option(word),
    message: word,
    at: nano,
    spanId: fc.constant(null),
    rank: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
  }),
  { maxLength: 3 },
)
const identity = fc.record({
  namespace: fc.constant('octo/app'),
  flow: fc.constant('ci.yml'),
  nativeId: fc.constantFrom('1', '2'),
  attempt: fc.constantFrom(1, 2),
})
const task = fc.record({
  nativeId: fc.constantFrom('build', 'test'),
  mapIndex: fc.option(fc.constantFrom(0, 1)),
  attempt: fc.constant(1),
})
const times = { queuedAt: said(nano), startedAt: said(nano), endedAt: said(nano) }

const execution: fc.Arbitrary<ExecutionTelling> = fc.record({
  about: fc.constant('execution' as const),
  of: identity,
  at: nano,
  states,
  errors,
  ...times,
  title: said(word),
  actor: said(word),
  url: said(fc.constantFrom('https://ci.example/1', 'https://ci.example/2', 'no address')),
  labels: said(
    fc.dictionary(
      fc.integer({ max: 60, min: 0 }).map((n) => `label${n}`),
      word,
      { maxKeys: 4 },
    ),
  ),
  links: said(
    fc.array(fc.record({ kind: fc.constantFrom('parent', 'link'), of: identity, evidence: word }), {
      maxLength: 3,
    }),
  ),
  traceId: said(fc.constantFrom('0af7651916cd43dd8448eb211c80319c', '1af7651916cd43dd8448eb211c80319c')),
  spanId: said(fc.constantFrom('b7ad6b7169203331', 'c7ad6b7169203331')),
  references: said(
    fc.array(
      fc.record({
        kind: fc.constantFrom('parent', 'link'),
        key: fc.constantFrom('url:a', 'url:b'),
        confidence: fc.constantFrom(...CONFIDENCES),
        evidence: word,
      }),
      { maxLength: 3 },
    ),
  ),
})

const taskRun: fc.Arbitrary<TaskTelling> = fc.record({
  about: fc.constant('task' as const),
  execution: identity,
  of: task,
  at: nano,
  name: word,
  parent: said(task),
  kind: said(word),
  states,
  errors,
  ...times,
  worker: said(word),
})

const tellings: fc.Arbitrary<Telling[]> = fc.array(fc.oneof(execution, taskRun), {
  minLength: 1,
  maxLength: 5,
})

/** What was told, in one order, as it comes back from the database. */
const text = ({ executions, taskRuns, keys, references }: ToldFacts): unknown =>
  JSON.parse(
    JSON.stringify({
      executions: executions.sort((a, b) => (a.executionId < b.executionId ? -1 : 1)),
      taskRuns: taskRuns.sort((a, b) => (a.taskRunId < b.taskRunId ? -1 : 1)),
      keys: keys.map((each) => `${each.executionId} ${each.key}`).sort(),
      references: references.map((each) => JSON.stringify(each)).sort(),
    }),
  )

const told = (of: readonly Telling[]): unknown => text(factsOfTellings(TELLER, of))

describe('what events say adds up to the same', () => {
  const mixed = tellings.chain((all) => {
    const length = all.length * 2
    return fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all, ...all], { minLength: length, maxLength: length }),
    )
  })

  it('in any order and however often one is repeated', () =>
    holds('tellings in any order', mixed, ([all, repeated]) => {
      expect(told(repeated)).toEqual(told(all))
    }))

  it('in whatever parts it was merged', () =>
    holds('tellings in parts', fc.array(tellings, { minLength: 3, maxLength: 3 }), (parts) => {
      const each = parts.map((part) => factsOfTellings(TELLER, part))
      const whole = factsOfTellings(TELLER, parts.flat())
      for (const fact of whole.executions) {
        const said = each.flatMap(({ executions }) =>
          executions.filter((one) => one.executionId === fact.executionId),
        )
        expect(said.reduceRight((right, left) => mergeExecutionFacts(right, left))).toEqual(fact)
      }
      for (const fact of whole.taskRuns) {
        const said = each.flatMap(({ taskRuns }) =>
          taskRuns.filter((one) => one.taskRunId === fact.taskRunId),
        )
        expect(said.reduceRight((right, left) => mergeTaskFacts(right, left))).toEqual(fact)
      }
    }))
})

const OF = { namespace: 'octo/app', flow: 'ci.yml', nativeId: '7', attempt: 1 }

test('of more labels and errors than are kept, the same are kept whichever came first', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    about: 'execution' as const,
    of: OF,
    at: String(index),
    labels: { [`label${index}`]: 'x' },
    errors: [{ type: null, message: `error ${index}`, at: String(index), spanId: null, rank: 1 as const }],
  }))
  expect(told([...many].reverse())).toEqual(told(many))
  const [fact] = factsOfTellings(TELLER, many).executions
  expect([Object.keys(fact?.labels ?? {}).length, fact?.errors.length]).toEqual([32, 16])
})

test('the latest word counts, and silence takes nothing back', () => {
  const { executions } = factsOfTellings(TELLER, [
    { about: 'execution', of: OF, at: '30', title: 'late' },
    { about: 'execution', of: OF, at: '40' },
    { about: 'execution', of: OF, at: '20', title: 'early', actor: 'ada' },
  ])
  expect(executions).toMatchObject([{ title: 'late', actor: 'ada' }])
})

test('a task run brings its execution along without a word about its state', () => {
  const { executions, taskRuns } = factsOfTellings(TELLER, [
    {
      about: 'task',
      execution: OF,
      of: { nativeId: 'build', mapIndex: null, attempt: 1 },
      at: '5',
      name: 'Build',
    },
  ])
  expect(executions).toMatchObject([{ nativeId: '7', states: [] }])
  expect(taskRuns).toMatchObject([{ executionId: executions[0]?.executionId, name: 'Build' }])
})

test('an execution goes by its address, its trace and its native id', () => {
  const { keys } = factsOfTellings(TELLER, [
    {
      about: 'execution',
      of: OF,
      at: '5',
      url: 'HTTPS://GitHub.com/octo/app/actions/runs/7/#summary',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    },
  ])
  expect(keys.map(({ key }) => key)).toEqual([
    'url:github.com/octo/app/actions/runs/7',
    'trace:0af7651916cd43dd8448eb211c80319c',
    'github:octo/app/ci.yml/7',
  ])
})
