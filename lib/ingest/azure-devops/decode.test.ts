import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import {
  decoded,
  foldsAlike,
  recordedPayloads,
  type SentPayload,
  survivesMangling,
  tellingsOf,
} from '@/lib/ingest/events/testing/decoding'
import type { ExecutionTelling } from '@/lib/model/event'
import { decodeAzureDevops } from './decode'

type Parts = Record<string, unknown>
const nano = (iso: string): string => `${Date.parse(iso)}000000`
const at = (second: number): string => `2026-05-01T10:00:${String(second).padStart(2, '0')}.1234567Z`
const CONTAINERS = {
  collection: { id: 'c12d0eb8' },
  project: { id: 'be9b3917', baseUrl: 'https://dev.azure.com/fabrikam/' },
}
const PIPELINE = { id: 2, name: 'load', folder: '\\data', revision: 5 }
const PAGE = 'https://dev.azure.com/fabrikam/be9b3917/_build/results?buildId=11'

const hook = (eventType: string, second: number, resource: Parts): SentPayload => ({
  body: {
    id: `${eventType}-${second}`,
    subscriptionId: 's',
    notificationId: second,
    eventType,
    message: { text: `It happened at ${second}` },
    resource,
    resourceContainers: CONTAINERS,
    createdDate: at(second),
  },
})

const run = (state: string, result?: string): Parts => ({
  id: 11,
  name: '20260501.1',
  state,
  result,
  createdDate: at(0),
  finishedDate: result === undefined ? undefined : at(40),
  pipeline: PIPELINE,
  _links: { web: { href: PAGE } },
})
const part = (name: string, state: string, result?: string): Parts => ({
  id: '00000000-0000-0000-0000-000000000000',
  name,
  state,
  result,
  startTime: at(3),
  finishTime: result === undefined ? null : at(20),
})

const changed = (what: string, second: number, resource: Parts): SentPayload =>
  hook(`ms.vss-pipelines.${what}-state-changed-event`, second, { pipeline: PIPELINE, ...resource })

const build = (second: number, more: Parts = {}): SentPayload =>
  hook('build.complete', second, {
    id: 11,
    buildNumber: '20260501.1',
    definition: { id: 2, name: 'load', path: '\\data' },
    status: 'completed',
    result: 'failed',
    queueTime: at(0),
    startTime: at(1),
    finishTime: at(40),
    sourceBranch: 'refs/heads/main',
    sourceVersion: 'bcbb5ec3',
    reason: 'manual',
    requestedFor: { displayName: 'Ada' },
    _links: { web: { href: PAGE } },
    ...more,
  })

/** A run that fails, and succeeds once its stage is run again. */
const STORY: SentPayload[] = [
  changed('run', 1, { run: run('inProgress') }),
  changed('stage', 2, { run: run('inProgress'), stage: part('Build', 'running') }),
  changed('job', 3, {
    run: run('inProgress'),
    stage: part('Build', 'running'),
    job: part('Compile', 'running'),
  }),
  changed('job', 20, {
    run: run('inProgress'),
    stage: part('Build', 'running'),
    job: part('Compile', 'completed', 'failed'),
  }),
  changed('stage', 21, { run: run('inProgress'), stage: part('Build', 'completed', 'failed') }),
  changed('run', 41, { run: run('completed', 'failed') }),
  build(42),
  changed('run', 50, { run: run('inProgress') }),
  changed('run', 55, { run: run('completed', 'succeeded') }),
]

const executionOf = (payload: SentPayload): ExecutionTelling | undefined =>
  decoded(decodeAzureDevops, payload).events[0]?.tellings.find((each) => each.about === 'execution')

test('a run and its build are one execution', () => {
  const [ofRun, ofBuild] = [
    executionOf(changed('run', 41, { run: run('completed', 'failed') })),
    executionOf(build(42)),
  ]
  expect(ofRun?.of).toEqual({
    namespace: 'fabrikam/be9b3917',
    flow: 'data\\load',
    nativeId: '11',
    attempt: 1,
  })
  expect(ofBuild?.of).toEqual(ofRun?.of)
  expect(ofBuild).toMatchObject({
    states: [{ state: 'failed', word: 'failed' }],
    title: '20260501.1',
    trigger: 'manual',
    actor: 'Ada',
    commit: 'bcbb5ec3',
    branch: 'main',
    url: PAGE,
    startedAt: nano('2026-05-01T10:00:01.123Z').replace('000000', '456700'),
  })
  expect(ofRun?.keys).toEqual(
    expect.arrayContaining([
      'azure-devops:c12d0eb8/11',
      'url:dev.azure.com/fabrikam/be9b3917/_build/results?buildId=11',
    ]),
  )
})

test('version 1.0 of a build says the result where 2.0 says how far it is', () => {
  const old = build(42, {
    status: 'partiallySucceeded',
    result: undefined,
    sourceVersion: undefined,
    sourceBranch: undefined,
    requestedFor: undefined,
    sourceGetVersion: 'LG:refs/heads/master:600c52d2d5b655caa111abfd863e5a9bd304bb0e',
    requests: [{ requestedFor: { displayName: 'Grace' } }],
  })
  expect(executionOf(old)).toMatchObject({
    states: [{ state: 'warning', word: 'partiallySucceeded' }],
    commit: '600c52d2d5b655caa111abfd863e5a9bd304bb0e',
    branch: 'master',
    actor: 'Grace',
  })
})

test('a job is inside its stage', () => {
  const { events } = decoded(
    decodeAzureDevops,
    changed('job', 20, {
      run: run('inProgress'),
      stage: part('Build', 'running'),
      job: part('Compile', 'completed', 'failed'),
    }),
  )
  expect(events[0]?.tellings).toMatchObject([
    { about: 'execution', of: { nativeId: '11' } },
    { about: 'task', of: { nativeId: 'Build' }, kind: 'stage', states: [] },
    {
      about: 'task',
      of: { nativeId: 'Build/Compile' },
      parent: { nativeId: 'Build' },
      kind: 'job',
      states: [{ state: 'failed' }],
      errors: [{ message: 'It happened at 20' }],
    },
  ])
  expect(events[0]?.tellings[0]).not.toHaveProperty('states')
})

test('a stage that is run again puts its run back to work', () => {
  const state = (payloads: SentPayload[]) =>
    foldState(
      factsOfTellings(
        { orgId: 'o', sourceId: 's', dialect: 'azure-devops' },
        tellingsOf(decodeAzureDevops, payloads),
      ).executions[0]?.states ?? [],
    ).state
  expect([7, 8, 9].map((until) => state(STORY.slice(0, until).reverse()))).toEqual([
    'failed',
    'running',
    'success',
  ])
})

test('a build that another started names it, and so do parameters', () => {
  const told = executionOf(
    build(42, {
      triggeredByBuild: { id: 7 },
      parameters: JSON.stringify({ startedBy: 'https://kestra.example/ui/executions/a/b/9' }),
    }),
  )
  expect(told?.references).toMatchObject([
    { kind: 'triggered_by', key: 'azure-devops:c12d0eb8/7', confidence: 'certain' },
    { kind: 'link', key: 'url:kestra.example/ui/executions/a/b/9' },
  ])
})

test('what is no event, or of no run, is refused with the reason', () => {
  expect(decoded(decodeAzureDevops, { body: {} })).toMatchObject({ rejected: [{ reason: 'not_an_event' }] })
  expect(decoded(decodeAzureDevops, changed('run', 1, { run: {} }))).toMatchObject({
    rejected: [{ reason: 'no_identity' }],
  })
})

test.for(['git.push', 'git.pullrequest.merged', 'ms.vss-pipelinechecks-events.approval-pending'])(
  '%s is kept',
  (type) => {
    expect(decoded(decodeAzureDevops, hook(type, 1, {})).events).toMatchObject([
      { isKept: true, subject: 'It happened at 1' },
    ])
  },
)

test('in any order and any repetition a story adds up to the same', () =>
  foldsAlike('azure-devops: order', decodeAzureDevops, STORY))

test('mangled in any way, a payload is told, kept, ignored or refused', () =>
  survivesMangling('azure-devops: mangled', decodeAzureDevops, STORY))

describe('recorded payloads', () => {
  const recorded = recordedPayloads('azure-devops')

  it.skipIf(recorded === null)('are understood all (needs ../shared/fixtures)', () => {
    const events = [...(recorded?.values() ?? [])].flatMap(
      (body) => decoded(decodeAzureDevops, { body }).events,
    )
    expect(events.map(({ type, isKept, tellings }) => [type, isKept, tellings.length])).toEqual([
      ['git.pullrequest.merged', true, 0],
      ['git.push', true, 0],
      ['ms.vss-pipelines.job-state-changed-event', false, 3],
      ['git.pullrequest.merged', true, 0],
      ['git.push', true, 0],
      ['ms.vss-pipelines.run-state-changed-event', false, 1],
    ])
    expect(events[5]?.tellings).toMatchObject([
      { of: { flow: 'TEST-CI', nativeId: '11' }, states: [{ state: 'success' }] },
    ])
  })
})
