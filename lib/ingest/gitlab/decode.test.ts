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
import type { ExecutionTelling, TaskTelling } from '@/lib/model/event'
import { decodeGitlab } from './decode'

type Parts = Record<string, unknown>
const PROJECT = { path_with_namespace: 'data/load', web_url: 'https://gitlab.example.com/data/load' }
const nano = (iso: string): string => `${Date.parse(iso)}000000`

const build = (
  id: number,
  name: string,
  status: string,
  times: (string | null)[],
  more: Parts = {},
): Parts => ({
  id,
  name,
  stage: 'test',
  status,
  created_at: times[0],
  started_at: times[1] ?? null,
  finished_at: times[2] ?? null,
  allow_failure: false,
  runner: { description: 'runner-1' },
  ...more,
})

const pipeline = (
  status: string,
  finished_at: string | null,
  builds: Parts[],
  more: Parts = {},
): SentPayload => ({
  body: {
    object_kind: 'pipeline',
    object_attributes: {
      id: 31,
      iid: 3,
      name: 'Load for main',
      ref: 'main',
      sha: 'bcbb5ec3',
      source: 'push',
      status,
      created_at: '2026-05-01 10:00:00 UTC',
      finished_at,
      url: 'https://gitlab.example.com/data/load/-/pipelines/31',
      ...more,
    },
    user: { username: 'ada' },
    project: PROJECT,
    builds,
  },
})

const job = (status: string, times: (string | null)[], more: Parts = {}): SentPayload => ({
  body: {
    object_kind: 'build',
    ref: 'main',
    sha: 'bcbb5ec3',
    build_id: 70,
    build_name: 'unit',
    build_stage: 'test',
    build_status: status,
    build_created_at: times[0],
    build_started_at: times[1] ?? null,
    build_finished_at: times[2] ?? null,
    build_allow_failure: false,
    build_failure_reason: 'unknown_failure',
    pipeline_id: 31,
    project_name: 'Data / load',
    repository: { homepage: PROJECT.web_url, git_ssh_url: 'git@gitlab.example.com:data/load.git' },
    ...more,
  },
})

const CREATED = '2026-05-01 10:00:00 UTC'
const FIRST = [CREATED, '2026-05-01T10:00:05Z', '2026-05-01T10:01:00.000Z']
const AGAIN = ['2026-05-01 11:00:00 UTC', '2026-05-01 11:00:05 UTC', '2026-05-01 11:01:00 UTC']
const BROKEN = { failure_reason: 'script_failure' }

/** A pipeline that fails, and is made good by another try of its job. */
const STORY: SentPayload[] = [
  pipeline('pending', null, [build(70, 'unit', 'pending', FIRST.slice(0, 1))]),
  job('created', FIRST.slice(0, 1)),
  pipeline('running', null, [build(70, 'unit', 'running', FIRST.slice(0, 2))]),
  job('running', FIRST.slice(0, 2)),
  job('failed', FIRST, { build_failure_reason: 'script_failure' }),
  pipeline('failed', '2026-05-01 10:01:01 UTC', [build(70, 'unit', 'failed', FIRST, BROKEN)]),
  pipeline('running', '2026-05-01 10:01:01 UTC', [build(71, 'unit', 'running', AGAIN.slice(0, 2))]),
  pipeline('success', '2026-05-01 11:01:02 UTC', [build(71, 'unit', 'success', AGAIN)]),
]

const executionOf = (payload: SentPayload): ExecutionTelling | undefined =>
  decoded(decodeGitlab, payload).events[0]?.tellings.find((each) => each.about === 'execution')
const taskOf = (payload: SentPayload): TaskTelling | undefined =>
  decoded(decodeGitlab, payload).events[0]?.tellings.find((each) => each.about === 'task')

test('a pipeline is told by project and id, with its jobs', () => {
  const payload = pipeline('success', '2026-05-01 11:01:02 UTC', [build(71, 'unit', 'success', AGAIN)])
  expect(executionOf(payload)).toMatchObject({
    of: { namespace: 'data/load', flow: 'data/load', nativeId: '31', attempt: 1 },
    states: [{ state: 'success', word: 'success', at: nano('2026-05-01T11:01:02Z'), precedence: 4 }],
    queuedAt: nano('2026-05-01T10:00:00Z'),
    startedAt: nano('2026-05-01T11:00:05Z'),
    endedAt: nano('2026-05-01T11:01:02Z'),
    title: 'Load for main',
    trigger: 'push',
    actor: 'ada',
    commit: 'bcbb5ec3',
    branch: 'main',
    url: 'https://gitlab.example.com/data/load/-/pipelines/31',
    labels: { 'gitlab.iid': '3' },
    keys: expect.arrayContaining(['gitlab:gitlab.example.com/pipeline/31']),
  })
  expect(taskOf(payload)).toMatchObject({
    of: { nativeId: '71', mapIndex: null, attempt: 1 },
    name: 'unit',
    kind: 'test job',
    states: [{ state: 'success' }],
    worker: 'runner-1',
    url: 'https://gitlab.example.com/data/load/-/jobs/71',
    keys: ['gitlab:gitlab.example.com/job/71'],
  })
})

test('a job of its own hook is the one of its pipeline', () => {
  const alone = taskOf(job('running', FIRST.slice(0, 2)))
  const within = taskOf(pipeline('running', null, [build(70, 'unit', 'running', FIRST.slice(0, 2))]))
  expect(alone).toEqual({ ...within, worker: undefined })
  expect(executionOf(job('running', FIRST))?.of).toEqual(executionOf(pipeline('running', null, []))?.of)
})

test('a job that is tried again puts its pipeline back to work', () => {
  const states = (payloads: SentPayload[]) =>
    foldState(
      factsOfTellings({ orgId: 'o', sourceId: 's', dialect: 'gitlab' }, tellingsOf(decodeGitlab, payloads))
        .executions[0]?.states ?? [],
    ).state
  expect([6, 7, 8].map((until) => states(STORY.slice(0, until)))).toEqual(['failed', 'running', 'success'])
  expect(states([...STORY].reverse())).toBe('success')
  expect(states([...STORY.slice(0, 7)].reverse())).toBe('running')
})

test.for([
  ['failed', {}, 'failed', 'failed', []],
  ['failed', { build_failure_reason: 'script_failure' }, 'failed', 'failed', ['script_failure']],
  [
    'failed',
    { build_allow_failure: true, build_failure_reason: 'script_failure' },
    'warning',
    'failed',
    ['script_failure'],
  ],
  [
    'failed',
    { build_failure_reason: 'job_execution_timeout' },
    'timed_out',
    'job_execution_timeout',
    ['job_execution_timeout'],
  ],
  ['success', { build_failure_reason: 'unknown_failure' }, 'success', 'success', []],
  ['canceled', {}, 'cancelled', 'canceled', []],
  ['dreaming', {}, 'unknown', 'dreaming', []],
] as const)('a job that is %s with %j is %s', ([status, more, state, word, messages]) => {
  const task = taskOf(job(status, FIRST, { build_failure_reason: null, ...more }))
  expect(task?.states).toMatchObject([{ state, word }])
  expect((task?.errors ?? []).map(({ message }) => message)).toEqual(messages)
})

test('success with warnings is a warning', () => {
  const payload = pipeline('success', '2026-05-01 10:01:00 UTC', [], {
    detailed_status: 'passed with warnings',
  })
  expect(executionOf(payload)?.states).toMatchObject([{ state: 'warning', word: 'passed with warnings' }])
})

test('a child pipeline names its parent, in this source and in any', () => {
  const { body } = pipeline('running', null, [])
  const source = {
    project: { path_with_namespace: 'data/parent', web_url: 'https://gitlab.example.com/data/parent' },
    pipeline_id: 30,
  }
  expect(executionOf({ body: { ...(body as Parts), source_pipeline: source } })).toMatchObject({
    links: [{ kind: 'parent', of: { namespace: 'data/parent', flow: 'data/parent', nativeId: '30' } }],
    references: [{ kind: 'parent', key: 'gitlab:gitlab.example.com/pipeline/30', confidence: 'certain' }],
  })
})

test('variables name what started it', () => {
  const variables = [{ key: 'TRACEPARENT', value: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }]
  expect(executionOf(pipeline('running', null, [], { variables }))?.references).toMatchObject([
    {
      kind: 'link',
      key: 'trace:0af7651916cd43dd8448eb211c80319c',
      evidence: 'traceparent in variables[0].TRACEPARENT',
    },
  ])
})

test('an event goes by its own id, else by what it holds', () => {
  const key = (headers: Record<string, string>) =>
    decoded(decodeGitlab, { ...job('created', FIRST), headers }).events[0]?.key
  expect(key({ 'idempotency-key': 'a', 'webhook-id': 'b' })).toBe('delivery:a')
  expect(key({ 'webhook-id': 'b' })).toBe('delivery:b')
  expect(key({})).toMatch(/^[0-9a-f]{64}$/)
})

test('what has no project or id is refused with the reason', () => {
  expect(
    decoded(decodeGitlab, { body: { object_kind: 'pipeline', object_attributes: { id: 1 } } }),
  ).toMatchObject({
    events: [],
    rejected: [{ reason: 'no_identity' }],
  })
  expect(decoded(decodeGitlab, { body: 7 })).toMatchObject({ rejected: [{ reason: 'not_an_event' }] })
})

test('in any order and any repetition a story adds up to the same', () =>
  foldsAlike('gitlab: order', decodeGitlab, STORY))

test('mangled in any way, a payload is told, kept, ignored or refused', () =>
  survivesMangling('gitlab: mangled', decodeGitlab, STORY))

describe('recorded payloads', () => {
  const recorded = recordedPayloads('gitlab')

  it.skipIf(recorded === null)('are understood all (needs ../shared/fixtures)', () => {
    const all = [...(recorded ?? new Map<string, unknown>())].map(
      ([file, body]) => [file, decoded(decodeGitlab, { body }).events[0]] as const,
    )
    const verdicts = all.map(([file, event]) =>
      [file.split(/[._-]/)[0], event?.isKept === true ? 'kept' : 'told'].join(' '),
    )
    expect([...new Set(verdicts)].sort()).toEqual([
      'build told',
      'deployment kept',
      'job told',
      'member kept',
      'merge kept',
      'pipeline told',
      'push kept',
      'resource kept',
      'tag kept',
    ])
    const event = new Map(all)
    expect(event.get('job.go-gitlab.json')?.tellings).toMatchObject([
      {
        about: 'execution',
        of: { namespace: 'jsmithy2/release-tools-fake', nativeId: '743121198' },
        commit: '95d49d1efbd941908580e79d65e4b5ecaf4a8305',
      },
      {
        about: 'task',
        of: { nativeId: '3580121225' },
        name: 'auto_deploy:start',
        states: [{ state: 'success' }],
        endedAt: nano('2023-01-10T13:50:54Z'),
      },
    ])
    expect(event.get('pipeline.go-gitlab.json')?.tellings[0]).toMatchObject({
      environment: 'production',
      references: [{ kind: 'parent', key: 'gitlab:gitlab.example.com/pipeline/30' }],
    })
    expect(event.get('deployment.go-gitlab.json')).toMatchObject({
      at: nano('2021-04-28T19:50:00Z'),
      subject: 'root/test-deployment-webhooks · staging · success',
    })
  })
})
