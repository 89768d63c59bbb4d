import type { Client } from 'pg'
import { DIALECT_OF_LINEAGE } from '@/lib/ingest/events/reader'
import type { Reread } from './reread-events'

const HORIZON = `
  select $2::timestamptz - make_interval(days => execution_retention_days) as at from organizations where org_id = $1`

const GONE = `
  select ee.event_id as "eventId", ee.execution_id as "executionId"
  from event_executions ee left join executions e on e.org_id = ee.org_id and e.id = ee.execution_id
  where ee.org_id = $1 and ee.event_id = any($2::uuid[])
  group by 1, 2 having bool_and(e.id is null)`

const STILL_THERE = `
  select distinct ee.event_id as "eventId"
  from event_executions ee join executions e on e.org_id = ee.org_id and e.id = ee.execution_id
  where ee.org_id = $1 and ee.event_id = any($2::uuid[])`

const FORGET =
  'delete from executions where org_id = $1 and id = any($2::uuid[]) and occurred_at < $3 returning id'
const FORGET_TASKS = 'delete from task_runs where org_id = $1 and execution_id = any($2::uuid[])'

/** Before when an organization keeps no executions, by its retention. */
export async function horizonOf(client: Client, orgId: string, now: string): Promise<Date> {
  const found = await client.query<{ at: Date }>({ text: HORIZON, values: [orgId, now] })
  return found.rows[0]?.at ?? new Date(0)
}

/**
 * The events without those of OpenLineage whose executions retention has deleted: what a run read and wrote would come back
 * with it. `expired` are those executions.
 */
export async function withoutExpired(
  client: Client,
  orgId: string,
  reread: readonly Reread[],
  horizon: Date,
): Promise<{ reread: Reread[]; expired: Set<string> }> {
  const until = BigInt(horizon.getTime()) * 1_000_000n
  const old = reread.filter(
    ({ reader, event }) =>
      reader.dialect === DIALECT_OF_LINEAGE && event.at !== null && BigInt(event.at) < until,
  )
  if (old.length === 0) return { reread: [...reread], expired: new Set() }
  const values = [orgId, old.map(({ stored }) => stored.id)]
  const gone = await client.query<{ eventId: string; executionId: string }>({ text: GONE, values })
  const there = await client.query<{ eventId: string }>({ text: STILL_THERE, values })
  const kept = new Set(there.rows.map(({ eventId }) => eventId))
  const left = gone.rows.filter(({ eventId }) => !kept.has(eventId))
  const without = new Set(left.map(({ eventId }) => eventId))
  return {
    reread: reread.filter(({ stored }) => !without.has(stored.id)),
    expired: new Set(left.map(({ executionId }) => executionId)),
  }
}

/** Takes away again those of these executions, which the replay has just made, that retention would delete; returns their ids. */
export async function forgetExpired(
  client: Client,
  orgId: string,
  made: readonly string[],
  horizon: Date,
): Promise<Set<string>> {
  if (made.length === 0) return new Set()
  const gone = await client.query<{ id: string }>({ text: FORGET, values: [orgId, made, horizon] })
  const ids = gone.rows.map(({ id }) => id)
  if (ids.length > 0) await client.query({ text: FORGET_TASKS, values: [orgId, ids] })
  return new Set(ids)
}
