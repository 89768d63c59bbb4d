import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import { decoded, foldsAlike, survivesMangling, tellingsOf } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeAirbyte } from './decode'
import { airbytePoll } from './poll'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'airbyte' }
const data = (more: object) => ({
  text: 'Your connection …',
  blocks: [],
  data: {
    workspace: { id: 'w1', name: 'Shop', url: 'https://cloud.airbyte.com/workspaces/w1' },
    connection: {
      id: 'c1',
      name: 'Postgres to BigQuery',
      url: 'https://cloud.airbyte.com/workspaces/w1/connections/c1',
    },
    source: { id: 's1', name: 'Postgres', url: 'https://cloud.airbyte.com/workspaces/w1/source/s1' },
    destination: {
      id: 'd1',
      name: 'BigQuery',
      url: 'https://cloud.airbyte.com/workspaces/w1/destination/d1',
    },
    jobId: 970,
    ...more,
  },
})
const QUEUED = data({ startedAt: null, finishedAt: null, success: false })
const SUCCESS = data({
  startedAt: '2026-11-21T10:00:00Z',
  finishedAt: '2026-11-21T10:05:00Z',
  durationInSeconds: 300,
  success: true,
  recordsEmitted: 89,
  recordsCommitted: 89,
  bytesEmitted: 1000,
  bytesCommitted: 90000,
})
const failure = (errorType: string) =>
  data({
    startedAt: '2026-11-21T10:00:00Z',
    finishedAt: '2026-11-21T10:05:00Z',
    success: false,
    errorType,
    errorOrigin: 'source',
    errorMessage: 'Something went wrong.',
  })
const told = (...bodies: unknown[]) =>
  factsOfTellings(
    TELLER,
    tellingsOf(
      decodeAirbyte,
      bodies.map((body) => ({ body })),
    ),
  )

describe('a notification', () => {
  it('tells of a job of a connection, with records and bytes', () => {
    const { executions, keys } = told(QUEUED, SUCCESS)
    expect(executions).toHaveLength(1)
    expect(executions[0]).toMatchObject({
      namespace: 'Shop',
      flow: 'Postgres to BigQuery',
      nativeId: '970',
      startedAt: '1795255200000000000',
      endedAt: '1795255500000000000',
      url: 'https://cloud.airbyte.com/workspaces/w1/connections/c1/timeline?openLogs=true&jobId=970',
      labels: {
        'airbyte.source': 'Postgres',
        'airbyte.records_committed': '89',
        'airbyte.bytes_committed': '90000',
      },
    })
    expect(foldState(executions[0]?.states ?? []).state).toBe('success')
    expect(keys.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['airbyte:job/970', 'airbyte:job/c1/970']),
    )
  })

  it.for([
    ['heartbeat_timeout', 'timed_out'],
    ['destination_timeout', 'timed_out'],
    ['manual_cancellation', 'cancelled'],
    ['config_error', 'failed'],
    ['system_error', 'failed'],
    ['transient_error', 'failed'],
    ['brand_new_error', 'failed'],
  ])('of %s is %s', ([errorType, state]) => {
    const [execution] = told(failure(errorType ?? '')).executions
    expect(foldState(execution?.states ?? []).state).toBe(state)
    expect(execution?.errors).toMatchObject([{ type: errorType, message: 'Something went wrong. (source)' }])
  })

  it('of a schema is kept, and one for people is not', () => {
    const schema = {
      text: 'x',
      data: {
        workspace: {},
        connection: { name: 'c' },
        isBreakingChange: true,
        catalogDiff: { transforms: [] },
      },
    }
    expect(decoded(decodeAirbyte, { body: schema }).events[0]).toMatchObject({
      type: 'schema.breaking',
      isKept: true,
    })
    expect(decoded(decodeAirbyte, { body: { text: 'Hello' } }).events[0]).toMatchObject({
      isKept: false,
      tellings: [],
    })
    expect(decoded(decodeAirbyte, { body: {} }).rejected).toHaveLength(1)
  })
})

describe('the API', () => {
  const JOB = {
    jobId: 970,
    status: 'failed',
    jobType: 'sync',
    connectionId: 'c1',
    startTime: '2026-11-21T10:00:00Z',
    lastUpdatedAt: '2026-11-21T10:05:00Z',
    duration: 'PT5M',
    bytesSynced: 90000,
    rowsSynced: 89,
  }
  const attempt = (id: number, status: string, more: object = {}) => ({
    attempt: {
      id,
      status,
      createdAt: 1795255200 + id * 60,
      updatedAt: 1795255230 + id * 60,
      endedAt: 1795255230 + id * 60,
      ...more,
    },
  })
  const failureSummary = {
    failures: [
      { failureOrigin: 'source', failureType: 'config_error', externalMessage: 'Something went wrong.' },
    ],
  }
  const script = (jobs: unknown[]) => (path: string) => {
    const url = new URL(path, 'http://airbyte')
    const offset = Number(url.searchParams.get('offset') ?? 0)
    if (url.pathname.endsWith('/applications/token')) return { access_token: 'jwt' }
    if (url.pathname.endsWith('/v1/jobs')) return { data: jobs.slice(offset, offset + 100) }
    if (url.pathname.endsWith('/connections/c1')) return { name: 'Postgres to BigQuery', workspaceId: 'w1' }
    if (url.pathname.endsWith('/workspaces/w1')) return { name: 'Shop' }
    if (url.pathname === '/api/v1/jobs/get')
      return {
        attempts: [attempt(0, 'failed', { failureSummary }), attempt(1, 'failed', { failureSummary })],
      }
    return url.pathname.endsWith('/jobs/970') ? JOB : null
  }

  it('tells the same job as the notification, with its attempts', async () => {
    const api = scriptedApi(script([JOB]), { clientId: 'a', clientSecret: 'b' })
    const [page] = await pagesOf(airbytePoll, api, null)
    const polled = factsOfTellings(TELLER, polledTellings(airbytePoll, page?.items ?? []))
    const pushed = told(failure('config_error'))
    const { executionId, startedAt, endedAt, errors } = polled.executions[0] ?? { errors: [] }
    expect(pushed.executions[0]).toMatchObject({ executionId, startedAt, endedAt, errors })
    expect(polled.taskRuns.map((task) => [task.attempt, foldState(task.states).state])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
    ])
  })

  it('of the cloud is asked at its own address, page by page, and for one', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...JOB, jobId: index + 1 }))
    const api = scriptedApi(script(many), { edition: 'cloud' })
    const pages = await pagesOf(airbytePoll, api, { since: '2026-11-21T09:00:00Z' })
    expect(pages.map((page) => page.items.length)).toEqual([100, 1, 0])
    expect(api.asked[0]).toBe(
      '/v1/jobs?updatedAtStart=2026-11-21T09%3A00%3A00.000Z&orderBy=createdAt%7CASC&limit=100&offset=0',
    )
    expect(api.asked.filter((path) => path.includes('/connections/'))).toHaveLength(1)
    const of = { namespace: 'Shop', flow: 'Postgres to BigQuery', nativeId: '970' }
    expect(polledTellings(airbytePoll, [await airbytePoll.ask?.(api, of)])[0]).toMatchObject({
      of: { nativeId: '970' },
    })
    expect(await airbytePoll.ask?.(api, { ...of, nativeId: '1' })).toBeNull()
  })

  const ITEM = {
    kind: 'job',
    item: JOB,
    connection: 'Postgres to BigQuery',
    workspace: 'Shop',
    attempts: [attempt(0, 'failed', { failureSummary }).attempt],
  }
  const payloads = [QUEUED, SUCCESS, failure('heartbeat_timeout'), ITEM].map((body) => ({ body }))
  test('and notifications add up to the same in any order', () =>
    foldsAlike('airbyte', decodeAirbyte, payloads))
  test('and notifications never throw, however mangled', () =>
    survivesMangling('airbyte: mangled', decodeAirbyte, payloads))
})
