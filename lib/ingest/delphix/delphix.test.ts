import { expect, test } from 'vitest'
import { foldsAlike, survivesMangling, tellingsOf } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, polledTellings, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeDelphix } from './decode'
import { delphixPoll } from './poll'

const job = (status: string, minute: number, more: object = {}) => ({
  kind: 'job',
  item: {
    id: 'job-1',
    type: 'VDB_REFRESH',
    localized_type: 'Refresh VDB',
    status,
    target_id: 'vdb-1',
    target_name: 'orders-dev',
    start_time: '2026-05-01T10:00:00Z',
    update_time: `2026-05-01T10:0${minute}:00Z`,
    account_name: 'ada',
    tasks: [
      {
        id: 't-1',
        title: 'Unmount',
        status,
        start_time: '2026-05-01T10:00:10Z',
        update_time: `2026-05-01T10:0${minute}:00Z`,
      },
    ],
    ...more,
  },
})

test('a job is an execution of what it does to what, with its tasks', () => {
  const body = job('FAILED', 5, { error_details: 'no space' })
  expect(tellingsOf(decodeDelphix, [{ body }])).toMatchObject([
    {
      of: { namespace: 'delphix', flow: 'VDB_REFRESH orders-dev', nativeId: 'job-1' },
      states: [{ state: 'failed' }],
      errors: [{ message: 'no space' }],
      actor: 'ada',
    },
    { about: 'task', name: 'Unmount', states: [{ state: 'failed' }] },
  ])
  const warned = job('COMPLETED', 5, { warning_message: 'slow' })
  expect(tellingsOf(decodeDelphix, [{ body: warned }])[0]?.states).toMatchObject([
    { state: 'warning', word: 'COMPLETED' },
  ])
})

test('asking goes from page to page, and for one', async () => {
  const many = Array.from({ length: 130 }, (_, index) => ({ ...job('RUNNING', 1).item, id: `job-${index}` }))
  const api = scriptedApi((path) => {
    const isNext = path.includes('cursor=next')
    if (path.startsWith('/v3/jobs/search'))
      return {
        items: isNext ? many.slice(100) : many.slice(0, 100),
        response_metadata: { next_cursor: isNext ? null : 'next' },
      }
    return path === '/v3/jobs/job-1' ? many[1] : null
  })
  const pages = await pagesOf(delphixPoll, api, null)
  expect(pages.map(({ items }) => items.length)).toEqual([100, 30])
  expect(pages.map(({ cursor }) => cursor)).toEqual([
    { since: '2026-11-20T12:00:00.000Z' },
    { since: '2026-11-21T11:59:00.000Z' },
  ])
  const asked = { namespace: 'delphix', flow: 'x', nativeId: 'job-1' }
  expect(polledTellings(delphixPoll, [await delphixPoll.ask?.(api, asked)])).toMatchObject([
    { of: { nativeId: 'job-1' } },
    {},
  ])
  expect(await delphixPoll.ask?.(api, { ...asked, nativeId: 'none' })).toBeNull()
})

test('jobs fold alike in any order, and survive anything', () => {
  const all = [job('PENDING', 0), job('RUNNING', 1), job('COMPLETED', 5)].map((body) => ({ body }))
  foldsAlike('delphix', decodeDelphix, all)
  survivesMangling('delphix: mangled', decodeDelphix, all)
})
