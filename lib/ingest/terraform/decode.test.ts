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
import { decodeTerraform } from './decode'
import { decodePlan } from './plan'

type Parts = Record<string, unknown>
const nano = (iso: string): string => `${Date.parse(iso)}000000`

const notification = (trigger: string, run_status: string, at: string, more: Parts = {}): SentPayload => ({
  body: {
    payload_version: 1,
    notification_configuration_id: 'nc-AeUQ2zfKZzW9TiGZ',
    run_url: 'https://app.terraform.io/app/acme/network/runs/run-FwnENkvDnrpyFC7M',
    run_id: 'run-FwnENkvDnrpyFC7M',
    run_message: 'Widen the subnet',
    run_created_at: '2026-05-01T10:00:00.000Z',
    run_created_by: 'ada',
    workspace_id: 'ws-XdeUVMWShTesDMME',
    workspace_name: 'network',
    organization_name: 'acme',
    notifications: [
      { message: `Run ${run_status}`, trigger, run_status, run_updated_at: at, run_updated_by: 'grace' },
    ],
    ...more,
  },
})

const STORY: SentPayload[] = [
  notification('run:created', 'pending', '2026-05-01T10:00:00.000Z'),
  notification('run:planning', 'planning', '2026-05-01T10:00:05.000Z'),
  notification('run:needs_attention', 'planned', '2026-05-01T10:00:30.000Z'),
  notification('run:applying', 'applying', '2026-05-01T10:05:00.000Z'),
  notification('run:completed', 'applied', '2026-05-01T10:06:00.000Z'),
]

const RUN_TASK: SentPayload = {
  body: {
    payload_version: 1,
    stage: 'post_plan',
    access_token:
      '4QEuyyxug1f2rw.atlasv1.iDyxqhXGVZ0ykes53YdQyHyYtFOrdAWNBxcVUgWvzb64NFHjcquu8gJMEdUwoSLRu4Q',
    task_result_callback_url: 'https://app.terraform.io/api/v2/task-results/5ea8d46c/callback',
    organization_name: 'acme',
    workspace_name: 'network',
    run_id: 'run-FwnENkvDnrpyFC7M',
    run_app_url: 'https://app.terraform.io/app/acme/network/runs/run-FwnENkvDnrpyFC7M',
    run_created_at: '2026-05-01T10:00:00.000Z',
    run_created_by: 'ada',
    run_message: 'Widen the subnet',
    configuration_version_id: 'cv-ntv3HbhJqvFzamy7',
    is_speculative: false,
    vcs_branch: 'main',
    vcs_commit_url: 'https://github.com/acme/network/commit/f4229db4b70a8dadeb687f5ccce5fd327c04461a',
  },
}

const PLAN = {
  format_version: '1.2',
  terraform_version: '1.9.8',
  timestamp: '2026-05-01T10:00:00Z',
  planned_values: { outputs: { password: { value: 'hunter2' } } },
  variables: { db_password: { value: 'hunter2' } },
  resource_drift: [
    {
      address: 'aws_iam_role.a',
      type: 'aws_iam_role',
      change: { actions: ['update'], before: { x: 'hunter2' } },
    },
  ],
  resource_changes: [
    {
      address: 'aws_db.main',
      type: 'aws_db',
      change: { actions: ['delete', 'create'], after: { password: 'hunter2' } },
    },
    { address: 'aws_s3.logs[0]', type: 'aws_s3', change: { actions: ['create'] } },
    { address: 'aws_s3.old', type: 'aws_s3', change: { actions: ['no-op'] } },
  ],
}
const upload = (more: Parts = {}): SentPayload => ({
  body: {
    organization: 'acme',
    workspace: 'network',
    run_id: '77-1',
    status: 'applied',
    plan: PLAN,
    ...more,
  },
})

test('a run is told by organization, workspace and id', () => {
  const { events } = decoded(
    decodeTerraform,
    notification('run:completed', 'applied', '2026-05-01T10:06:00.000Z'),
  )
  expect(events).toMatchObject([
    {
      type: 'run:completed',
      subject: 'acme/network · Widen the subnet',
      at: nano('2026-05-01T10:06:00Z'),
      tellings: [
        {
          of: { namespace: 'acme', flow: 'network', nativeId: 'run-FwnENkvDnrpyFC7M', attempt: 1 },
          states: [{ state: 'success', word: 'applied' }],
          queuedAt: nano('2026-05-01T10:00:00Z'),
          endedAt: nano('2026-05-01T10:06:00Z'),
          title: 'Widen the subnet',
          actor: 'ada',
          labels: { 'terraform.updated_by': 'grace' },
          keys: expect.arrayContaining(['terraform:run-FwnENkvDnrpyFC7M']),
        },
      ],
    },
  ])
})

test('the status says more than the trigger', () => {
  const states = (run_status: string) =>
    decoded(decodeTerraform, notification('run:errored', run_status, '2026-05-01T10:06:00.000Z')).events[0]
      ?.tellings[0]?.states
  expect(['errored', 'canceled', 'discarded', 'surprised'].map((word) => states(word)?.[0]?.state)).toEqual([
    'failed',
    'cancelled',
    'cancelled',
    'unknown',
  ])
})

test('a saved plan that is applied after all goes on', () => {
  const state = (payloads: SentPayload[]) =>
    foldState(
      factsOfTellings(
        { orgId: 'o', sourceId: 's', dialect: 'terraform' },
        tellingsOf(decodeTerraform, payloads),
      ).executions[0]?.states ?? [],
    ).state
  const saved = notification('run:completed', 'planned_and_saved', '2026-05-01T10:01:00.000Z')
  const applying = notification('run:applying', 'applying', '2026-05-01T10:05:00.000Z')
  const errored = notification('run:errored', 'errored', '2026-05-01T10:06:00.000Z')
  expect([state([saved]), state([applying, saved]), state([errored, saved, applying])]).toEqual([
    'success',
    'running',
    'failed',
  ])
})

test('a verification and a test are answered and nothing else', () => {
  const verification = notification('verification', '', '', {
    run_id: null,
    workspace_name: null,
    organization_name: null,
  })
  expect(decoded(decodeTerraform, verification)).toMatchObject({
    events: [{ isKept: false, tellings: [] }],
    rejected: [],
  })
  expect(
    decoded(decodeTerraform, { body: { ...(RUN_TASK.body as Parts), stage: 'test' } }).events,
  ).toMatchObject([{ tellings: [] }])
})

test('a run task tells the commit, and its token is kept by nobody', () => {
  const { events } = decoded(decodeTerraform, RUN_TASK)
  expect(events).toMatchObject([
    {
      type: 'run_task.post_plan',
      tellings: [
        {
          of: { nativeId: 'run-FwnENkvDnrpyFC7M' },
          commit: 'f4229db4b70a8dadeb687f5ccce5fd327c04461a',
          branch: 'main',
          version: 'cv-ntv3HbhJqvFzamy7',
        },
      ],
    },
  ])
  expect(JSON.stringify(events)).not.toContain('atlasv1')
})

test.for(['2', 2])('an assessment of drift is kept (payload_version %j)', (payload_version) => {
  const body = {
    payload_version,
    trigger_scope: 'assessment',
    trigger: 'assessment:drifted',
    message: 'Drift Detected',
    details: {
      new_assessment_result: {
        drifted: true,
        resources_drifted: 4,
        resources_undrifted: 55,
        created_at: '2026-05-01T10:00:00.000Z',
      },
      workspace_name: 'network',
      organization_name: 'acme',
    },
  }
  expect(decoded(decodeTerraform, { body }).events).toMatchObject([
    {
      type: 'assessment:drifted',
      isKept: true,
      subject: 'acme/network · Drift Detected · 4 drifted',
      at: nano('2026-05-01T10:00:00Z'),
      changes: [
        {
          of: { namespace: 'acme', flow: 'network' },
          actor: null,
          way: 'unknown',
          action: '4 resources changed outside Terraform',
        },
      ],
    },
  ])
})

describe('a plan', () => {
  it('tells what it changes, and none of its values', () => {
    const { events } = decoded(
      decodePlan,
      upload({ started_by: 'https://github.com/octo/app/actions/runs/77/attempts/1' }),
    )
    expect(events[0]?.tellings).toMatchObject([
      {
        of: { namespace: 'acme', flow: 'network', nativeId: '77-1' },
        states: [{ state: 'success', word: 'applied' }],
        labels: {
          'terraform.replace': '1',
          'terraform.create': '1',
          'terraform.drifted': '1',
          'terraform.version': '1.9.8',
        },
        references: [{ kind: 'link', key: 'url:github.com/octo/app/actions/runs/77/attempts/1' }],
      },
      {
        of: { nativeId: 'aws_db.main' },
        kind: 'replace aws_db',
        states: [{ state: 'success', word: 'replace' }],
      },
      { of: { nativeId: 'aws_s3.logs[0]' }, kind: 'create aws_s3' },
    ])
    expect(JSON.stringify(events)).not.toContain('hunter2')
  })

  it('is the same event when what was kept of it is read again', () => {
    const [first] = decoded(decodePlan, upload()).events
    expect(decoded(decodePlan, { body: first?.body }).events).toEqual([first])
  })

  it('changes nothing before it is applied, and leaves the state to HCP Terraform where that runs it', () => {
    const planned = decoded(decodePlan, upload({ status: undefined })).events[0]?.tellings
    expect(planned).toMatchObject([{ states: [{ state: 'success', word: 'planned_and_finished' }] }])
    const [hcp] = decoded(decodePlan, upload({ run_id: 'run-FwnENkvDnrpyFC7M' })).events[0]?.tellings ?? []
    expect(hcp?.states).toBeUndefined()
  })

  it('that does not say of which run it is, is refused without its values', () => {
    const { events, rejected } = decoded(decodePlan, { body: PLAN })
    expect([events, rejected[0]?.reason]).toEqual([[], 'no_identity'])
    expect(JSON.stringify(rejected)).not.toContain('hunter2')
  })
})

test('in any order and any repetition a story adds up to the same', () => {
  foldsAlike('terraform: order', decodeTerraform, [...STORY, RUN_TASK])
  foldsAlike('terraform plan: order', decodePlan, [upload(), upload({ status: 'errored' })])
})

test('mangled in any way, a payload is told, kept, ignored or refused', () => {
  survivesMangling('terraform: mangled', decodeTerraform, [...STORY, RUN_TASK])
  survivesMangling('terraform plan: mangled', decodePlan, [upload()])
})

describe('recorded payloads', () => {
  const recorded = recordedPayloads('terraform')

  it.skipIf(recorded === null)('are understood all (needs ../shared/fixtures)', () => {
    for (const plan of recorded?.values() ?? []) {
      const { events } = decoded(decodePlan, upload({ plan, status: undefined }))
      expect(events[0]?.tellings).toMatchObject([
        { labels: { 'terraform.create': '2', 'terraform.version': '1.0.2' } },
      ])
    }
  })
})
