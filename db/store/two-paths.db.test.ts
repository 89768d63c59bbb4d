import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { decodeGithub } from '@/lib/ingest/github/decode'
import { decodeGitlab } from '@/lib/ingest/gitlab/decode'
import { encodeJsonRequest } from '@/lib/ingest/otlp/json-request'
import { decodePrefect } from '@/lib/ingest/prefect/decode'
import { ingestFixture, TEST_SOURCE } from '../testing/ingest-fixture'
import { createEventWriter } from './write-events'

const NOW = new Date('2026-11-21T12:00:00Z')
const START = `${BigInt(NOW.getTime() - 60_000) * 1_000_000n}`
const END = `${BigInt(NOW.getTime() - 30_000) * 1_000_000n}`

const fixture = await ingestFixture(NOW)
const events = createEventWriter({
  connectionString: fixture.database.url,
  writers: 2,
  queueBytes: 64 * 1024 * 1024,
  clock: () => NOW.getTime(),
  report: (error) => fixture.reported.push(error),
})
afterAll(async () => {
  await events.close()
  await fixture.close()
})
let tests = 0
let source = TEST_SOURCE
beforeEach(() => {
  tests++
  source = { ...TEST_SOURCE, orgId: `0a000000-0000-4000-8000-${String(tests).padStart(12, '0')}` }
})

type Words = Record<string, string | number>
type Way = () => Promise<unknown>

const attributes = (words: Words) =>
  Object.entries(words).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: value } : { stringValue: value },
  }))

/** One root span, of a scope and with these attributes. */
const span =
  (name: string, scope: string, resource: Words, own: Words): Way =>
  () => {
    const sent = {
      traceId: '0a'.repeat(16),
      spanId: '0b'.repeat(8),
      name,
      kind: 1,
      startTimeUnixNano: START,
      endTimeUnixNano: END,
      attributes: attributes(own),
    }
    const request = {
      resourceSpans: [
        {
          resource: { attributes: attributes(resource) },
          scopeSpans: [{ scope: { name: scope }, spans: [sent] }],
        },
      ],
    }
    return fixture.writer.write('traces', encodeJsonRequest('traces', JSON.stringify(request)), source)
  }

const hook =
  (dialect: string, decode: typeof decodeGithub, headers: Record<string, string>, body: object): Way =>
  () =>
    events.write({
      protocol: 'webhook',
      source,
      dialect,
      parser: `${dialect}@1`,
      decode,
      headers,
      body: Buffer.from(JSON.stringify(body)),
      isJson: true,
    })

const RUN_PAGE = 'https://github.com/octo/app/actions/runs/7'
const repository = { full_name: 'octo/app' }
const githubRun = hook(
  'github',
  decodeGithub,
  { 'x-github-event': 'workflow_run', 'x-github-delivery': 'run' },
  {
    action: 'completed',
    workflow: { name: 'CI', path: '.github/workflows/ci.yml' },
    workflow_run: {
      id: 7,
      name: 'CI',
      path: '.github/workflows/ci.yml@main',
      run_attempt: 1,
      status: 'completed',
      conclusion: 'success',
      html_url: RUN_PAGE,
      updated_at: '2026-11-21T11:59:30Z',
    },
    repository,
  },
)
const githubJob = hook(
  'github',
  decodeGithub,
  { 'x-github-event': 'workflow_job', 'x-github-delivery': 'job' },
  {
    action: 'queued',
    workflow_job: { id: 70, run_id: 7, run_attempt: 1, workflow_name: 'CI', name: 'test', status: 'queued' },
    repository,
  },
)
const githubAction = span(
  'CI',
  'otel-cicd-action',
  {},
  {
    'cicd.pipeline.name': 'CI',
    'cicd.pipeline.run.url.full': RUN_PAGE,
    'github.run_id': 7,
    'github.run_attempt': 1,
    'github.path': '.github/workflows/ci.yml',
    'github.conclusion': 'success',
  },
)
const githubReceiver = span(
  'CI',
  'githubreceiver',
  {
    'service.name': 'app',
    'vcs.vendor.name': 'github',
    'cicd.pipeline.name': 'CI',
    'cicd.pipeline.file.path': '.github/workflows/ci.yml',
    'cicd.pipeline.run.id': 7,
    'cicd.pipeline.run.status': 'success',
    'cicd.pipeline.run.url.full': `${RUN_PAGE}/attempts/1`,
  },
  {},
)
const PIPELINE_PAGE = 'https://gitlab.com/acme/orders/-/pipelines/9'
const gitlabHook = hook(
  'gitlab',
  decodeGitlab,
  { 'x-gitlab-event': 'Pipeline Hook' },
  {
    object_kind: 'pipeline',
    object_attributes: { id: 9, iid: 3, name: 'Nightly', status: 'success', url: PIPELINE_PAGE },
    project: { id: 5, path_with_namespace: 'acme/orders', web_url: 'https://gitlab.com/acme/orders' },
  },
)
const gitlabReceiver = (service: string) =>
  span(
    'Nightly',
    'gitlabreceiver',
    {
      'service.name': service,
      'vcs.provider.name': 'gitlab',
      'cicd.pipeline.name': 'Nightly',
      'cicd.pipeline.run.id': 9,
      'cicd.pipeline.result': 'success',
      'cicd.pipeline.run.url.full': PIPELINE_PAGE,
    },
    { 'gitlab.pipeline.source': 'schedule' },
  )
const FLOW_RUN = '6b1f3a8e-0d7b-4d0f-9a53-b1f0f7f2c1aa'
const TASK_RUN = '7c1f3a8e-0d7b-4d0f-9a53-b1f0f7f2c1aa'
const prefectEvent = (kind: 'flow-run' | 'task-run', id: string) =>
  hook(
    'prefect',
    decodePrefect,
    {},
    {
      id: `event-${kind}`,
      event: `prefect.${kind}.Completed`,
      occurred: '2026-11-21T11:59:30Z',
      resource: {
        'prefect.resource.id': `prefect.${kind}.${id}`,
        'prefect.state-type': 'COMPLETED',
        'prefect.state-name': 'Completed',
        'prefect.state-timestamp': '2026-11-21T11:59:30Z',
      },
      related: [
        {
          'prefect.resource.id': 'prefect.flow.1',
          'prefect.resource.role': 'flow',
          'prefect.resource.name': 'etl',
        },
        { 'prefect.resource.id': `prefect.flow-run.${FLOW_RUN}`, 'prefect.resource.role': 'flow-run' },
      ],
      payload: {},
    },
  )
const prefectSpan = span(
  'crimson-fox',
  'prefect',
  { 'service.name': 'etl-worker' },
  {
    'prefect.run.type': 'flow',
    'prefect.run.id': FLOW_RUN,
    'prefect.run.name': 'crimson-fox',
    'prefect.flow.id': '0d7b4d0f-9a53-4c1a-8f00-5f0c6c8e0d7b',
  },
)

/** What is stored: flows with how many executions are of each. */
const stored = () =>
  fixture.rows(`
    select f.namespace, f.name, e.native_id, e.attempt, (select count(*)::int from flows where org_id = e.org_id) as flows,
      (select count(*)::int from executions where org_id = e.org_id) as executions
    from executions e left join flows f on f.org_id = e.org_id and f.id = e.flow_id
    where e.org_id = '${source.orgId}'`)

const orders = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

const CASES: [string, Way[], object][] = [
  ['GitHub', [githubRun, githubJob, githubAction], { namespace: 'octo/app', name: 'CI', native_id: '7' }],
  ['GitHub', [githubRun, githubReceiver], { namespace: 'octo/app', name: 'CI', native_id: '7' }],
  [
    'GitLab',
    [gitlabHook, gitlabReceiver('acme/orders')],
    { namespace: 'acme/orders', name: 'acme/orders', native_id: '9' },
  ],
  [
    'GitLab',
    [gitlabHook, gitlabReceiver('ci')],
    { namespace: 'acme/orders', name: 'acme/orders', native_id: '9' },
  ],
  [
    'Prefect',
    [prefectEvent('flow-run', FLOW_RUN), prefectSpan],
    { namespace: 'prefect', name: 'etl', native_id: FLOW_RUN },
  ],
  [
    'Prefect',
    [prefectEvent('task-run', TASK_RUN), prefectSpan],
    { namespace: 'prefect', name: 'etl', native_id: FLOW_RUN },
  ],
]

describe.each(CASES)('a run of %s', (_, ways, expected) => {
  test.each(orders([...ways.keys()]))('is one execution of one flow by all ways, %#', async (...order) => {
    for (const at of order) await ways[at]?.()
    expect(fixture.reported).toEqual([])
    expect(await stored()).toEqual([{ ...expected, attempt: 1, flows: 1, executions: 1 }])
  })
})

test('a flow of which only spans tell goes by its id until somebody names it', async () => {
  await prefectSpan()
  expect(await stored()).toMatchObject([{ name: '0d7b4d0f-9a53-4c1a-8f00-5f0c6c8e0d7b', flows: 1 }])
  await prefectEvent('flow-run', FLOW_RUN)()
  await prefectSpan()
  expect(await stored()).toMatchObject([{ name: 'etl', flows: 1 }])
})
