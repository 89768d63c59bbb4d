import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { countNewEvents } from './count-new-events'
import { getArrival } from './get-arrival'
import { listSources } from './list-sources'

let base: TestDatabase
let corner: IsolatedCorner
let viewer: Scope

beforeAll(async () => {
  base = await testDatabase()
  corner = await addIsolatedCorner(base.db)
  viewer = testScope({ orgId: corner.orgId, teams: { [corner.teamId]: 'viewer' } })
  await base.db.execute(sql`insert into source_counts (org_id, source_id, hour, signal, verdict, reason, count)
    values (${corner.orgId}, ${corner.sourceId}, date_trunc('hour', now()), 'events', 'stored', '', 1)`)
})
afterAll(() => base.close())

/** An event that came so many seconds after the corner's own, and told of nothing. */
async function addEvent(seconds: number, type: string): Promise<string> {
  const id = randomUUID()
  await base.db.execute(sql`insert into events (org_id, id, source_id, protocol, type, subject, key, received_at, verdict,
      notes, parser, request_hash, bytes, repeats)
    values (${corner.orgId}, ${id}, ${corner.sourceId}, 'webhook', ${type}, null, ${id},
      now() + ${seconds} * interval '1 second', 'ignored', '[]', 'github@1', decode('00', 'hex'), 2, 0)`)
  return id
}

test('an event that told of something is shown before the ping that came after it', async () => {
  expect((await getArrival(viewer, corner.sourceId, base.db)).event).toMatchObject({
    ...{
      id: corner.eventId,
      verdict: 'told',
      told: [{ executionId: corner.executionId }],
      text: corner.mark,
    },
  })
  await addEvent(60, 'ping')
  expect((await getArrival(viewer, corner.sourceId, base.db)).event?.id).toBe(corner.eventId)
})

test('what is new is counted by the filter of the list', async () => {
  const after = (filter = {}) => countNewEvents(viewer, filter, corner.eventId, base.db)
  const earlier = await after()
  const id = await addEvent(120, 'push')
  expect(await after()).toBe(earlier + 1)
  expect(await after({ type: 'push' })).toBe(1)
  expect(await after({ type: 'workflow_run' })).toBe(0)
  expect(await countNewEvents(viewer, {}, id, base.db)).toBe(0)
})

test('a source that sends signed events was heard of, though it uses no token', async () => {
  await base.db.execute(sql`delete from token_uses where org_id = ${corner.orgId}`)
  const [source] = await listSources(viewer, base.db)
  expect(source?.lastReceivedAt).toBeInstanceOf(Date)
})
