import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { spanIdOf, traceIdOf, tracesRequest } from '@/lib/ingest/receive/testing/otlp-request'
import { ingestFixture, TEST_SOURCE } from '../testing/ingest-fixture'

const NOW = new Date('2026-11-21T12:00:00Z')
const START = BigInt(NOW.getTime() - 60_000) * 1_000_000n

const fixture = await ingestFixture(NOW)
afterAll(fixture.close)

const [RULE, TEAM] = [randomUUID(), randomUUID()]

const send = (trace: number, name: string) =>
  fixture.writer.write(
    'traces',
    tracesRequest([
      {
        traceId: traceIdOf(trace),
        spanId: spanIdOf(1),
        name,
        startUnixNano: START,
        endUnixNano: START + 1_000_000_000n,
      },
    ]),
    TEST_SOURCE,
  )

test('what is new goes to the team that a rule names, and its trace is seen by that one too', async () => {
  await fixture.database.pool.query(
    `insert into ownership_rules (org_id, id, team_id, position, name, created_by, created_at)
      values ($1, $2, $3, 1, 'nightly*', $2, now())`,
    [TEST_SOURCE.orgId, RULE, TEAM],
  )
  await send(1, 'nightly')
  await send(2, 'hourly')
  expect(await fixture.rows('select name, team_id, owner_rule_id from flows order by name')).toEqual([
    { name: 'hourly', team_id: TEST_SOURCE.teamId, owner_rule_id: null },
    { name: 'nightly', team_id: TEAM, owner_rule_id: RULE },
  ])
  expect(
    await fixture.rows(`select e.team_id, t.team_ids from executions e join flows f on f.id = e.flow_id
      join traces t on t.trace_id = e.trace_id order by f.name`),
  ).toEqual([
    { team_id: TEST_SOURCE.teamId, team_ids: [TEST_SOURCE.teamId] },
    { team_id: TEAM, team_ids: [TEST_SOURCE.teamId, TEAM].sort() },
  ])
})
