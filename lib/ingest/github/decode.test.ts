import { expect, test } from 'vitest'
import { decoded, foldsAlike, type SentPayload, survivesMangling } from '@/lib/ingest/events/testing/decoding'
import type { ExecutionTelling, TaskTelling } from '@/lib/model/event'
import { decodeGithub } from './decode'

const REPOSITORY = { full_name: 'octo/app' }
const PAGE = 'https://github.com/octo/app/actions/runs/7'
type Parts = Record<string, unknown>

const run = (action: string, status: string, at: string, more: Parts = {}): SentPayload => ({
  headers: { 'x-github-event': 'workflow_run', 'x-github-delivery': `${action}-${at}` },
  body: {
    action,
    repository: REPOSITORY,
    workflow: { name: 'CI', path: '.github/workflows/ci.yml' },
    workflow_run: {
      id: 7,
      name: 'CI',
      status,
      conclusion: null,
      run_number: 12,
      run_attempt: 1,
      event: 'push',
      display_title: 'Mend the parser',
      head_sha: 'f4229db4b70a8dadeb687f5ccce5fd327c04461a',
      head_branch: 'main',
      html_url: PAGE,
      created_at: '2026-05-01T10:00:00Z',
      run_started_at: '2026-05-01T10:00:00Z',
      updated_at: at,
      actor: { login: 'ada' },
      triggering_actor: { login: 'grace' },
      ...more,
    },
  },
})

const job = (action: string, status: string, more: Parts = {}): SentPayload => ({
  headers: { 'x-github-event': 'workflow_job', 'x-github-delivery': `job-${action}` },
  body: {
    action,
    repository: REPOSITORY,
    workflow_job: {
      id: 70,
      run_id: 7,
      run_attempt: 1,
      workflow_name: 'CI',
      name: 'test',
      status,
      conclusion: null,
      html_url: `${PAGE}/job/70`,
      created_at: '2026-05-01T10:00:01Z',
      started_at: '2026-05-01T10:00:05Z',
      completed_at: null,
      runner_name: 'GitHub Actions 5',
      steps: [],
      ...more,
    },
  },
})

const FAILED_STEPS = [
  {
    name: 'Set up job',
    number: 1,
    status: 'completed',
    conclusion: 'success',
    started_at: '2026-05-01T10:00:05Z',
    completed_at: '2026-05-01T10:00:06Z',
  },
  {
    name: 'Run tests',
    number: 2,
    status: 'completed',
    conclusion: 'failure',
    started_at: '2026-05-01T10:00:06Z',
    completed_at: '2026-05-01T10:00:30Z',
  },
  // What is skipped may end before it began.
  {
    name: 'Upload',
    number: 3,
    status: 'completed',
    conclusion: 'skipped',
    started_at: '2026-05-01T10:00:31Z',
    completed_at: '2026-05-01T10:00:30Z',
  },
]

const STORY: SentPayload[] = [
  run('requested', 'queued', '2026-05-01T10:00:00Z'),
  job('queued', 'queued'),
  run('in_progress', 'in_progress', '2026-05-01T10:00:05Z'),
  job('in_progress', 'in_progress', { steps: FAILED_STEPS.slice(0, 1) }),
  job('completed', 'completed', {
    conclusion: 'failure',
    completed_at: '2026-05-01T10:00:32Z',
    steps: FAILED_STEPS,
  }),
  run('completed', 'completed', '2026-05-01T10:00:33Z', { conclusion: 'failure' }),
  run('requested', 'queued', '2026-05-01T11:00:00Z', {
    run_attempt: 2,
    run_started_at: '2026-05-01T11:00:00Z',
  }),
  run('completed', 'completed', '2026-05-01T11:02:00Z', {
    run_attempt: 2,
    conclusion: 'success',
    run_started_at: '2026-05-01T11:00:00Z',
  }),
]

const executionOf = (payload: SentPayload): ExecutionTelling | undefined =>
  decoded(decodeGithub, payload).events[0]?.tellings.find((each) => each.about === 'execution')

const tasksOf = (payload: SentPayload): TaskTelling[] =>
  decoded(decodeGithub, payload).events.flatMap(({ tellings }) =>
    tellings.filter((each) => each.about === 'task'),
  )

const nano = (iso: string): string => `${Date.parse(iso)}000000`

test('a run is told by repository, workflow, id and attempt', () => {
  expect(
    executionOf(run('completed', 'completed', '2026-05-01T10:00:33Z', { conclusion: 'failure' })),
  ).toEqual({
    about: 'execution',
    of: { namespace: 'octo/app', flow: 'CI', nativeId: '7', attempt: 1 },
    at: nano('2026-05-01T10:00:33Z'),
    states: [{ state: 'failed', word: 'failure', at: nano('2026-05-01T10:00:33Z'), precedence: 4 }],
    queuedAt: nano('2026-05-01T10:00:00Z'),
    startedAt: nano('2026-05-01T10:00:00Z'),
    endedAt: nano('2026-05-01T10:00:33Z'),
    errors: [
      {
        type: 'failure',
        message: 'The run ended as failure.',
        at: nano('2026-05-01T10:00:33Z'),
        spanId: null,
        rank: 0,
      },
    ],
    title: 'Mend the parser',
    trigger: 'push',
    actor: 'grace',
    commit: 'f4229db4b70a8dadeb687f5ccce5fd327c04461a',
    branch: 'main',
    url: PAGE,
    labels: { 'github.path': '.github/workflows/ci.yml', 'github.run_number': '12' },
    keys: expect.arrayContaining([
      'url:github.com/octo/app/actions/runs/7',
      'url:github.com/octo/app/actions/runs/7/attempts/1',
      'github:octo/app/7',
    ]),
    references: [],
  })
})

test('a run that waits has not begun, and another attempt waited since it was asked for', () => {
  const again = executionOf(
    run('requested', 'queued', '2026-05-01T11:00:00Z', {
      run_attempt: 2,
      run_started_at: '2026-05-01T11:00:00Z',
    }),
  )
  expect(again).toMatchObject({
    of: { attempt: 2 },
    states: [{ state: 'queued' }],
    queuedAt: nano('2026-05-01T11:00:00Z'),
    url: `${PAGE}/attempts/2`,
    links: [{ kind: 'retry_of', of: { nativeId: '7', attempt: 1 }, evidence: 'run_attempt 2' }],
  })
  expect(again?.startedAt).toBeUndefined()
})

test('a job is a task run with its steps inside, and what failed is said once', () => {
  const payload = job('completed', 'completed', {
    conclusion: 'failure',
    completed_at: '2026-05-01T10:00:32Z',
    steps: FAILED_STEPS,
  })
  const [told, ...steps] = tasksOf(payload)
  expect(told).toMatchObject({
    execution: { namespace: 'octo/app', flow: 'CI', nativeId: '7', attempt: 1 },
    of: { nativeId: '70', mapIndex: null, attempt: 1 },
    name: 'test',
    kind: 'job',
    states: [{ state: 'failed', word: 'failure' }],
    queuedAt: nano('2026-05-01T10:00:01Z'),
    startedAt: nano('2026-05-01T10:00:05Z'),
    endedAt: nano('2026-05-01T10:00:32Z'),
    worker: 'GitHub Actions 5',
    url: `${PAGE}/job/70`,
  })
  expect(told?.errors).toBeUndefined()
  expect(steps).toMatchObject([
    { of: { nativeId: '70/1' }, parent: { nativeId: '70' }, states: [{ state: 'success' }] },
    { of: { nativeId: '70/2' }, errors: [{ message: 'The step “Run tests” ended as failure.', rank: 1 }] },
    {
      of: { nativeId: '70/3' },
      states: [{ state: 'skipped' }],
      startedAt: nano('2026-05-01T10:00:31Z'),
      endedAt: nano('2026-05-01T10:00:31Z'),
    },
  ])
  expect(executionOf(payload)?.states).toBeUndefined()
})

test.for([
  ['completed', 'startup_failure', 'failed'],
  ['completed', 'timed_out', 'timed_out'],
  ['completed', 'neutral', 'success'],
  ['completed', 'stale', 'cancelled'],
  ['completed', 'action_required', 'queued'],
  ['completed', 'finished', 'unknown'],
  ['completed', null, 'unknown'],
  ['waiting', null, 'queued'],
  ['napping', null, 'unknown'],
])('status %s with conclusion %s is %s', ([status, conclusion, state]) => {
  const told = executionOf(run('x', status ?? '', '2026-05-01T10:00:05Z', { conclusion }))
  expect(told?.states).toMatchObject([{ state, word: conclusion ?? status }])
  expect(told?.endedAt === undefined).toBe(['queued', 'unknown'].includes(state ?? ''))
})

test('a run names who started it where its name does', () => {
  const kestra = 'https://kestra.example/ui/executions/a.b/load/4711'
  const told = executionOf(
    run('requested', 'queued', '2026-05-01T10:00:00Z', {
      display_title: `Load, started by ${kestra} (${PAGE})`,
    }),
  )
  expect(told?.references).toMatchObject([
    { kind: 'link', key: 'url:kestra.example/ui/executions/a.b/load/4711' },
  ])
})

test('a redelivery is the same event, and without the header its content is', () => {
  const [first] = decoded(decodeGithub, job('queued', 'queued')).events
  expect(first?.key).toBe('delivery:job-queued')
  const bare = { body: job('queued', 'queued').body }
  expect(decoded(decodeGithub, bare).events[0]?.key).toMatch(/^[0-9a-f]{64}$/)
  expect(decoded(decodeGithub, bare).events[0]?.type).toBe('workflow_job.queued')
})

test('a webhook left at the default of a form is read as well', () => {
  const { body, headers } = run('requested', 'queued', '2026-05-01T10:00:00Z')
  const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString()
  expect(executionOf({ body: form, headers })).toEqual(executionOf({ body, headers }))
})

test('a run without an id is refused with the reason', () => {
  const payload = run('requested', 'queued', '2026-05-01T10:00:00Z', { id: null })
  expect(decoded(decodeGithub, payload)).toMatchObject({ events: [], rejected: [{ reason: 'no_identity' }] })
  expect(decoded(decodeGithub, { body: [] })).toMatchObject({ rejected: [{ reason: 'not_an_event' }] })
})

test('in any order and any repetition a story adds up to the same', () =>
  foldsAlike('github: order', decodeGithub, STORY))

test('mangled in any way, a payload is told, kept, ignored or refused', () =>
  survivesMangling('github: mangled', decodeGithub, STORY))
