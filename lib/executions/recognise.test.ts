import { describe, expect, it } from 'vitest'
import type { ErrorObservation } from '@/lib/model/fact'
import type { SkeletonSpan } from '@/lib/model/skeleton'
import type { SpanMark } from '@/lib/model/span-mark'
import { recogniseTrace } from './recognise'
import { ADOPTED_MAX } from './roles'
import { foldState } from './state'

const ORG = '0f0f0f0f-0000-4000-8000-000000000001'
const SOURCE = '0f0f0f0f-0000-4000-8000-000000000002'

const execution = (flow: string, more: Partial<SpanMark> = {}): SpanMark => ({
  dialect: 'test',
  role: 'execution',
  sourceId: SOURCE,
  execution: { sourceId: SOURCE, namespace: 'shop', flow, nativeId: '1', attempt: 1 },
  ...more,
})

const task = (name: string, more: Partial<SpanMark> = {}): SpanMark => ({
  dialect: 'test',
  role: 'task',
  sourceId: SOURCE,
  task: { nativeId: name, name, kind: null, mapIndex: null, attempt: 1 },
  ...more,
})

const raised = (message: string, at: string, type: string | null = 'ValueError'): ErrorObservation => ({
  type,
  message,
  at,
  spanId: null,
  rank: 1,
})

const span = (
  spanId: string,
  parentSpanId: string | null,
  mark: SpanMark | null,
  more: Partial<SkeletonSpan> = {},
) => ({
  spanId,
  parentSpanId,
  name: `span ${spanId}`,
  startUnixNano: '1000',
  endUnixNano: '2000',
  statusCode: 0,
  statusMessage: null,
  mark,
  ...more,
})

const recognise = (
  spans: SkeletonSpan[],
  recognition: 'automatic' | 'always' | 'never' = 'automatic',
  logErrors: { spanId: string | null; error: ErrorObservation }[] = [],
) => recogniseTrace({ orgId: ORG, traceId: 'aa', spans, logErrors }, () => recognition)

const failed = { statusCode: 2 }

describe('traces that no dialect knows', () => {
  const generic = execution('nightly', { dialect: 'generic', adopts: true })
  const request: SpanMark = { ...generic, role: 'request' }
  const children = [
    span('b', 'a', null),
    span('c', 'a', null, { ...failed, statusMessage: 'no disk' }),
    span('d', 'c', null),
  ]

  it('are executions named after the root, with its direct children as task runs', () => {
    const { executions, taskRuns } = recognise([span('a', null, generic, failed), ...children])
    expect(executions).toMatchObject([{ flow: 'nightly', failedTask: 'span c', spanId: 'a' }])
    expect(executions[0]?.errors[0]).toMatchObject({ message: 'no disk', spanId: 'c' })
    expect(taskRuns.map((each) => each.name).sort()).toEqual(['span b', 'span c'])
  })

  it('are none where the source says never, and requests are only where it says always', () => {
    expect(recognise([span('a', null, generic), ...children], 'never').executions).toEqual([])
    expect(recognise([span('a', null, request), ...children]).executions).toEqual([])
    expect(recognise([span('a', null, request), ...children], 'always').executions).toHaveLength(1)
  })

  it('leave what a dialect knows alone, whatever the source says', () => {
    const spans = [span('a', null, generic), span('b', 'a', execution('dag')), span('c', 'b', task('load'))]
    const { executions, taskRuns } = recognise(spans)
    const outer = executions.find((each) => each.flow === 'nightly')
    const inner = executions.find((each) => each.flow === 'dag')
    expect(inner?.links).toMatchObject([{ kind: 'parent', executionId: outer?.executionId, spanId: 'a' }])
    expect(taskRuns).toMatchObject([{ name: 'load', executionId: inner?.executionId }])
    expect(recognise(spans, 'never').executions.map((each) => each.flow)).toEqual(['dag'])
  })
})

describe('task runs', () => {
  it('belong to the nearest execution, or to the only one while what is between has not come', () => {
    const { taskRuns, executions } = recognise([
      span('a', null, execution('dag')),
      span('c', 'missing', task('load')),
    ])
    expect(taskRuns).toMatchObject([{ executionId: executions[0]?.executionId, parentTaskRunId: null }])
    const two = [span('a', null, execution('dag')), span('b', null, execution('other'))]
    expect(recognise([...two, span('c', 'missing', task('load'))]).taskRuns).toEqual([])
  })

  it('nest', () => {
    const spans = [
      span('a', null, execution('dag')),
      span('b', 'a', task('job')),
      span('x', 'b', null),
      span('c', 'x', task('step')),
    ]
    const { taskRuns } = recognise(spans)
    const job = taskRuns.find((each) => each.name === 'job')
    expect(taskRuns.find((each) => each.name === 'step')?.parentTaskRunId).toBe(job?.taskRunId)
  })

  it('that name their execution make it known before its own span comes', () => {
    const { execution: identity } = execution('dag')
    const early = recognise([
      span('b', 'a', task('load', identity === undefined ? {} : { execution: identity })),
    ])
    expect(early.executions).toMatchObject([{ flow: 'dag', startedAt: '1000', spanId: null }])
    expect(foldState(early.executions[0]?.states ?? []).state).toBe('running')
  })

  it('that failed but were allowed to, or were made good by another try, are not blamed', () => {
    const inside = (more: Partial<SkeletonSpan>) => [
      span('a', null, execution('ci'), failed),
      span(
        'b',
        'a',
        task('lint', { states: [{ state: 'warning', word: 'allowed', at: '2000', precedence: 3 }] }),
      ),
      span('c', 'b', task('eslint'), { ...failed, endUnixNano: '1100' }),
      span(
        'd',
        'a',
        task('test', { task: { nativeId: 'd', name: 'test', kind: null, mapIndex: null, attempt: 1 } }),
        failed,
      ),
      span(
        'e',
        'a',
        task('test', { task: { nativeId: 'e', name: 'test', kind: null, mapIndex: null, attempt: 2 } }),
      ),
      span('f', 'a', task('deploy'), { ...failed, endUnixNano: '9000', ...more }),
    ]
    expect(recognise(inside({})).executions).toMatchObject([{ failedTask: 'deploy' }])
    // Where nothing else failed, a failure that was made good is still better than none.
    expect(recognise(inside({ statusCode: 1 })).executions).toMatchObject([{ failedTask: 'test' }])
  })
})

describe('errors', () => {
  it('are told once, from where they came, though span events, log records and ancestors all report them', () => {
    const spans = [
      span('a', null, execution('dag', { errors: [raised('bad row', '1900')] }), failed),
      span('b', 'a', task('load', { errors: [raised('bad row', '1800')] }), failed),
      span('c', 'b', {
        dialect: 'generic',
        role: 'plain',
        sourceId: SOURCE,
        errors: [{ ...raised('bad row', '1500'), spanId: 'c' }],
      }),
    ]
    const { executions, taskRuns } = recognise(spans, 'automatic', [
      { spanId: 'c', error: raised('bad row', '1501') },
    ])
    expect(executions[0]?.errors).toEqual([
      { type: 'ValueError', message: 'bad row', at: '1500', spanId: 'c', rank: 1 },
    ])
    expect(taskRuns[0]?.errors).toHaveLength(1)
  })

  it('of the task that failed come before those that were survived', () => {
    const spans = [
      span('a', null, execution('dag'), failed),
      span('b', 'a', task('extract', { errors: [raised('cache miss', '1100')] })),
      span('c', 'a', task('load', { errors: [raised('no disk', '1900')] }), failed),
    ]
    expect(recognise(spans).executions[0]?.errors.map((each) => each.message)).toEqual([
      'no disk',
      'cache miss',
    ])
  })

  it('of a log record without a span are the execution’s, and a status that only repeats the word is none', () => {
    const states = [{ state: 'failed', word: 'failure', at: '2000', precedence: 3 } as const]
    const spans = [span('a', null, execution('ci', { states }), { ...failed, statusMessage: 'Failure' })]
    const { executions } = recognise(spans, 'automatic', [{ spanId: null, error: raised('boom', '1500') }])
    expect(executions[0]?.errors.map((each) => each.message)).toEqual(['boom'])
  })
})

it('tells one execution once that several spans stand for', () => {
  const { executions } = recognise([
    span('a', null, execution('dag', { actor: 'alice' })),
    span('b', 'a', execution('dag', { actor: 'bob', commit: 'abc' }), {
      startUnixNano: '1500',
      endUnixNano: '5000',
    }),
  ])
  expect(executions).toMatchObject([
    { actor: 'alice', commit: 'abc', startedAt: '1000', endedAt: '5000', spanId: 'a', links: [] },
  ])
})

describe('a loop of calls', () => {
  it('becomes so many task runs and no more, with those that failed among them, in whatever order it comes', () => {
    const root = span('root', null, execution('loop', { adopts: true }))
    const calls = Array.from({ length: 3 * ADOPTED_MAX }, (_, n) =>
      span(`call${String(n).padStart(5, '0')}`, 'root', null, { statusCode: n % 1000 === 999 ? 2 : 0 }),
    )
    const { taskRuns } = recognise([root, ...calls])
    expect(taskRuns.length).toBe(ADOPTED_MAX + 2)
    expect(taskRuns.filter((each) => each.states.some(({ state }) => state === 'failed')).length).toBe(3)
    expect(recognise([...calls.reverse(), root]).taskRuns).toEqual(taskRuns)
  })
})
