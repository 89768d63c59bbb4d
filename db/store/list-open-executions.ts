import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { RECONCILER } from '@/lib/ingest/events/reconciled'
import type { ToldIdentity } from '@/lib/model/event'
import type { StateObservation } from '@/lib/model/fact'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { State } from '@/lib/model/state'

/** An execution that has not ended, with what says whether it should have. */
export type StoredOpenExecution = {
  id: string
  source: IngestSource
  of: ToldIdentity
  state: State
  transitions: StateObservation[]
  occurredAtMs: number
  startedAtMs: number
  /** When anything was last received about it: an event, a span of its trace, or what changed it. */
  heardAtMs: number
  /** When anything was last received from its source, to the hour for spans and log records; null where that is never. */
  sourceHeardAtMs: number | null
  usualP95Ms: number | null
  isEndless: boolean
}

/** Where a walk over the open executions stands. */
export type OpenCursor = { occurredAt: string; id: string }

/** Nobody was given up sooner than that. */
const YOUNGEST = '15 minutes'

type Found = Omit<StoredOpenExecution, 'source' | 'isEndless' | 'of'> &
  Omit<IngestSource, 'isSelf'> & {
    of: ToldIdentity | null
    processing: string | null
    occurredAt: string
    isSample: boolean
  }

/**
 * The next open executions of all organizations that are older than a quarter of an hour, the oldest first; of sample data
 * none. For the worker.
 */
export async function listOpenExecutions(
  after: OpenCursor | null,
  { now, limit }: { now: Date; limit: number },
  on: Db = database(),
): Promise<{ executions: StoredOpenExecution[]; next: OpenCursor | null }> {
  const behind =
    after === null
      ? sql`true`
      : sql`(e.occurred_at, e.id) > (${after.occurredAt}::timestamptz, ${after.id}::uuid)`
  const found = await on.execute<Found>(sql`
    with open as (
      select e.* from organizations o cross join lateral (
        select e.org_id, e.id, e.source_id, e.flow_id, e.state, e.transitions, e.occurred_at, e.started_at_unix_nano, e.facts,
          e.labels, e.updated_at, e.trace_id
        from executions e
        where e.org_id = o.org_id and e.ended_at_unix_nano is null
          and e.state in ('scheduled', 'queued', 'running', 'waiting', 'retrying')
          and e.occurred_at < ${now.toISOString()}::timestamptz - ${YOUNGEST}::interval and ${behind}
        order by e.occurred_at, e.id limit ${limit}) e
      order by e.occurred_at, e.id limit ${limit}),
    spoke as materialized (
      select o.org_id, o.source_id, greatest((
          select max(c.hour) from source_counts c
          where c.org_id = o.org_id and c.source_id = o.source_id and c.signal <> 'events'), (
          select v.received_at from events v
          where v.org_id = o.org_id and v.source_id = o.source_id and not starts_with(v.parser, ${`${RECONCILER}@`})
          order by v.received_at desc limit 1)) as at
      from (select distinct org_id, source_id from open) o)
    select e.id, s.org_id as "orgId", s.id as "sourceId", s.team_id as "teamId", s.kind, s.environment, s.recognition,
      s.items_per_second as "itemsPerSecond", e.state, e.transitions, e.occurred_at::text as "occurredAt",
      (select jsonb_build_object('namespace', f.value->'namespace', 'flow', f.value->'flow', 'nativeId', f.value->'nativeId',
        'attempt', f.value->'attempt') from jsonb_each(e.facts) f order by f.value ? 'standsIn', f.key limit 1) as "of",
      (extract(epoch from e.occurred_at) * 1000)::float8 as "occurredAtMs",
      coalesce(e.started_at_unix_nano / 1000000, extract(epoch from e.occurred_at) * 1000)::float8 as "startedAtMs",
      (extract(epoch from greatest(e.updated_at, heard.at, t.updated_at)) * 1000)::float8 as "heardAtMs",
      (extract(epoch from spoke.at) * 1000)::float8 as "sourceHeardAtMs",
      u.p95_ms::float8 as "usualP95Ms", e.labels->>'processing' as processing, s.is_sample as "isSample"
    from open e
      join sources s on s.org_id = e.org_id and s.id = e.source_id
      join spoke on spoke.org_id = e.org_id and spoke.source_id = e.source_id
      left join flow_usual u on u.org_id = e.org_id and u.flow_id = e.flow_id
      left join traces t on t.org_id = e.org_id and t.trace_id = e.trace_id
      left join lateral (select max(ee.received_at) as at from event_executions ee
        where ee.org_id = e.org_id and ee.execution_id = e.id) heard on true
    order by e.occurred_at, e.id`)
  return {
    executions: found.rows.flatMap(openExecution),
    next: found.rows.length < limit ? null : lastOf(found.rows),
  }
}

const lastOf = (rows: readonly Found[]): OpenCursor | null => {
  const last = rows.at(-1)
  return last === undefined ? null : { occurredAt: last.occurredAt, id: last.id }
}

function openExecution(row: Found): StoredOpenExecution[] {
  if (row.of === null || row.isSample) return []
  const { id, of, state, transitions, occurredAtMs, startedAtMs, heardAtMs, usualP95Ms, processing } = row
  const { sourceHeardAtMs } = row
  const { orgId, sourceId, teamId, kind, environment, recognition, itemsPerSecond } = row
  return [
    {
      ...{ id, of, state, transitions, occurredAtMs, startedAtMs, heardAtMs, usualP95Ms, sourceHeardAtMs },
      isEndless: processing === 'streaming' || processing === 'service',
      source: { orgId, sourceId, teamId, kind, environment, recognition, itemsPerSecond, isSelf: false },
    },
  ]
}
