import { describe, expect, it, test } from 'vitest'
import { foldState } from '@/lib/executions/state'
import { factsOfTellings } from '@/lib/executions/tell'
import { foldsAlike, survivesMangling } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeHightouch } from './decode'
import { hightouchPoll } from './poll'

const TELLER = { orgId: 'o', sourceId: 's', dialect: 'hightouch' }
const SYNC = {
  id: 12,
  slug: 'orders-to-crm',
  workspaceId: 3,
  modelId: 4,
  destinationId: 5,
  lastRunAt: '2026-11-21T11:50:00Z',
}
const OLD = { ...SYNC, id: 13, slug: 'rarely', lastRunAt: '2026-01-01T00:00:00Z' }
const run = (status: string, more: object = {}) => ({
  id: 7001,
  status,
  createdAt: '2026-11-21T11:50:00Z',
  startedAt: '2026-11-21T11:50:05Z',
  plannedRows: { addedCount: 10, changedCount: 2, removedCount: 0 },
  querySize: 12,
  ...more,
})
const DONE = run('completed_with_errors', {
  finishedAt: '2026-11-21T11:51:00Z',
  completionRatio: 1,
  error: '2 rows were refused',
  successfulRows: { addedCount: 8, changedCount: 2, removedCount: 0 },
  failedRows: { addedCount: 2, changedCount: 0, removedCount: 0 },
})
const script = (now: object) => (path: string) => {
  const url = new URL(path, 'http://hightouch')
  if (url.pathname === '/api/v1/syncs') {
    const slug = url.searchParams.get('slug')
    return { data: [SYNC, OLD].filter((sync) => slug === null || sync.slug === slug), hasMore: false }
  }
  if (url.pathname !== '/api/v1/syncs/12/runs') return null
  return { data: ['7001', null].includes(url.searchParams.get('runId')) ? [now] : [], hasMore: false }
}

test('runs are told with rows and errors', () => {
  const [execution] = factsOfTellings(
    TELLER,
    polledTellings(hightouchPoll, [{ kind: 'run', item: DONE, sync: SYNC, workspace: 'shop' }]),
  ).executions
  expect(execution).toMatchObject({
    namespace: 'workspace 3',
    flow: 'orders-to-crm',
    nativeId: '7001',
    url: 'https://app.hightouch.com/shop/syncs/12/runs/7001',
    labels: {
      'hightouch.plannedRows.addedCount': '10',
      'hightouch.failedRows.addedCount': '2',
      'hightouch.querySize': '12',
    },
    errors: [{ message: '2 rows were refused' }],
  })
  expect(foldState(execution?.states ?? [])).toMatchObject({
    state: 'warning',
    word: 'completed_with_errors',
  })
})

describe('a round', () => {
  it('follows a run until it is over, and asks only syncs that ran', async () => {
    const first = scriptedApi(script(run('querying')), { token: 'key' })
    const pages = await pagesOf(hightouchPoll, first, null)
    expect(first.asked.filter((path) => path.includes('/runs'))).toHaveLength(1)
    const cursor = JSON.parse(JSON.stringify(pages.at(-1)?.cursor)) as unknown
    expect(cursor).toEqual({ since: '2026-11-21T11:59:00.000Z', open: ['12/7001'] })
    const second = scriptedApi(script(DONE), { token: 'key' }, '2026-11-21T12:01:00Z')
    const more = await pagesOf(hightouchPoll, second, cursor)
    expect(second.asked).toContain('/api/v1/syncs/12/runs?runId=7001')
    expect(more.at(-1)?.cursor).toMatchObject({ open: [] })
    const told = polledTellings(
      hightouchPoll,
      [...pages, ...more].flatMap((page) => page.items),
    )
    expect(foldState(factsOfTellings(TELLER, told).executions[0]?.states ?? []).state).toBe('warning')
  })

  it('forgets what is gone, and asks for one', async () => {
    const api = scriptedApi(script(DONE))
    const pages = await pagesOf(hightouchPoll, api, { since: '2026-11-21T11:59:00Z', open: ['12/9'] })
    expect(pages.at(-1)?.cursor).toMatchObject({ open: [] })
    const of = { namespace: 'workspace 3', flow: 'orders-to-crm', nativeId: '7001' }
    expect(polledTellings(hightouchPoll, [await hightouchPoll.ask?.(api, of)])[0]).toMatchObject({ of })
    expect(await hightouchPoll.ask?.(api, { ...of, nativeId: '1' })).toBeNull()
    expect(await hightouchPoll.ask?.(api, { ...of, flow: 'none' })).toBeNull()
  })
})

const payloads = ['queued', 'querying', 'reporting', 'success'].map((status) => ({
  body: {
    kind: 'run',
    item: run(status, status === 'success' ? { finishedAt: '2026-11-21T11:51:00Z' } : {}),
    sync: SYNC,
  },
}))
test('items add up to the same in any order', () => foldsAlike('hightouch', decodeHightouch, payloads))
test('no mangled item throws', () => survivesMangling('hightouch: mangled', decodeHightouch, payloads))
