import { expect, test } from 'vitest'
import { decoded } from '@/lib/ingest/events/testing/decoding'
import { pagesOf, scriptedApi } from '@/lib/ingest/events/testing/scripted-api'
import { decodeAirbyte } from './decode'
import { airbytePoll } from './poll'

const connection = (cron: string) => ({
  connectionId: 'c1',
  name: 'Postgres to BigQuery',
  workspaceId: 'w1',
  status: 'active',
  schedule: { scheduleType: 'cron', cronExpression: cron },
})

const script = (cron: string) => (path: string) => {
  if (path.includes('/workspaces/')) return { name: 'Shop' }
  return path.includes('/connections?') ? { data: [connection(cron)] } : { data: [] }
}

const round = async (cron: string, cursor: unknown) => {
  const pages = await pagesOf(airbytePoll, scriptedApi(script(cron), { edition: 'cloud' }), cursor)
  return { items: pages.flatMap((page) => page.items), cursor: pages.at(-1)?.cursor }
}

test('a connection is told when it is seen first, and when it is otherwise than in the round before', async () => {
  const first = await round('0 3 * * *', null)
  expect(first.items).toHaveLength(1)
  const second = await round('0 3 * * *', first.cursor)
  expect(second.items).toEqual([])
  const third = await round('0 2 * * *', second.cursor)
  const [event] = third.items.flatMap((body) => decoded(decodeAirbyte, { body }).events)
  expect(event?.changes).toMatchObject([
    {
      about: 'definition',
      of: { namespace: 'Shop', flow: 'Postgres to BigQuery' },
      place: 'deployed',
      format: 'airbyte',
      text: expect.stringContaining('0 2 * * *'),
    },
  ])
})
