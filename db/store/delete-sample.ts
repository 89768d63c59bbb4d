import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'
import { deleteSampleChanges } from './delete-sample-changes'
import { deleteSampleRow, lockSample } from './sample-row'

const NO_TRACE = '00000000-0000-0000-0000-000000000000'

/** Where a walk over the traces stands. */
export type TraceCursor = { startedAt: string; traceId: string }

/** How many executions and traces of the sources there are to delete. */
export async function countSample(
  orgId: string,
  sourceIds: readonly string[],
  on: Db = database(),
): Promise<number> {
  const found = await on.execute<{ n: number }>(sql`
    select (select count(*) from executions where ${isOfFlows(orgId, sourceIds)})::int
      + (select count(*) from traces where org_id = ${orgId} and source_ids && ${uuids(sourceIds)})::int as n`)
  return found.rows[0]?.n ?? 0
}

/** Deletes up to `rows` executions of the sources with their task runs; returns how many. Call until there are none. */
export async function deleteSampleExecutions(
  orgId: string,
  sourceIds: readonly string[],
  rows: number,
  on: Db = database(),
): Promise<number> {
  return on.transaction(async (tx) => {
    const found = await tx.execute<{ id: string }>(sql`
      select id from executions where ${isOfFlows(orgId, sourceIds)} limit ${rows} for update`)
    const ids = uuids(found.rows.map(({ id }) => id))
    for (const table of ['task_runs', 'execution_keys', 'execution_references', 'event_executions'])
      await tx.execute(
        sql`delete from ${sql.identifier(table)} where org_id = ${orgId} and execution_id = any(${ids})`,
      )
    await tx.execute(sql`delete from executions where org_id = ${orgId} and id = any(${ids})`)
    return found.rows.length
  })
}

/**
 * Deletes the sources' part of the next `rows` traces that they have a part in: spans, log records, and the trace itself
 * where nobody else sent to it. Null when there are no more.
 */
export async function deleteSampleTraces(
  orgId: string,
  sourceIds: readonly string[],
  { after, rows }: { after: TraceCursor | null; rows: number },
  on: Db = database(),
): Promise<{ cursor: TraceCursor; deleted: number } | null> {
  const sources = uuids(sourceIds)
  const behind =
    after === null
      ? sql`true`
      : sql`(started_at, trace_id) > (${after.startedAt}::timestamptz, ${after.traceId}::uuid)`
  return on.transaction(async (tx) => {
    const found = await tx.execute<TraceCursor>(sql`
      select trace_id as "traceId", started_at::text as "startedAt" from traces
      where org_id = ${orgId} and source_ids && ${sources} and ${behind}
      order by started_at, trace_id limit ${rows} for update`)
    const cursor = found.rows.at(-1)
    if (cursor === undefined) return null
    const ids = uuids(found.rows.map(({ traceId }) => traceId))
    const isOurs = sql`org_id = ${orgId} and trace_id = any(${ids}) and resource_id in (${resourcesOf(orgId, sourceIds)})`
    await tx.execute(sql`delete from spans where ${isOurs}`)
    await tx.execute(sql`delete from log_records where ${isOurs}`)
    await tx.execute(
      sql`delete from traces where org_id = ${orgId} and trace_id = any(${ids}) and source_ids <@ ${sources}`,
    )
    // Somebody real sent to the same trace: it stays, as theirs alone.
    await tx.execute(sql`
      update traces t set
        source_ids = array(select s from unnest(t.source_ids) s where s <> all(${sources})),
        team_ids = array(select distinct f.team_id from sources f where f.org_id = t.org_id
          and f.id = any(t.source_ids) and f.id <> all(${sources})),
        execution_ids = array(select e.id from executions e where e.org_id = t.org_id and e.id = any(t.execution_ids))
      where t.org_id = ${orgId} and t.trace_id = any(${ids})`)
    return { cursor, deleted: found.rows.length }
  })
}

/** Deletes what is left once executions and traces are gone: flows, counts, tokens, the sources, their teams, the record. */
export const deleteSampleRest = (scope: Scope, on: Db = database()): Promise<{ keptTeams: number }> =>
  audited(
    scope,
    { permission: 'sample.write', teamId: null },
    async (tx) => {
      const known = await lockSample(tx, scope.orgId)
      if (known === null) throw new Refusal('not_found', 'There is no sample data.')
      const sourceIds = Object.values(known.row.sources)
      await deleteSampleChanges(tx, scope.orgId, sourceIds, known.row.repository)
      await deleteOfSources(tx, scope.orgId, sourceIds)
      const teamsDeleted = await deleteTeams(tx, scope.orgId, known.row.teams)
      await deleteSampleRow(tx, scope.orgId)
      const keptTeams = known.row.teams.length - teamsDeleted
      return {
        result: { keptTeams },
        entry: {
          action: 'sample.removed',
          target: { kind: 'organization', id: scope.orgId, teamId: null },
          before: { sources: sourceIds.length, teams: known.row.teams.length },
          after: { sources: 0, teams: keptTeams },
        },
      }
    },
    on,
  )

async function deleteOfSources(tx: Db, orgId: string, sourceIds: readonly string[]): Promise<void> {
  const sources = uuids(sourceIds)
  const flows = sql`select id from flows where org_id = ${orgId} and source_id = any(${sources})`
  const ofSources = sql`org_id = ${orgId} and source_id = any(${sources})`
  const events = sql`select id from events where ${ofSources}`
  const statements = [
    sql`delete from event_bodies where org_id = ${orgId} and event_id in (${events})`,
    sql`delete from event_executions where org_id = ${orgId} and event_id in (${events})`,
    sql`delete from events where ${ofSources}`,
    sql`delete from source_connections where ${ofSources}`,
    sql`delete from poll_rounds where ${ofSources}`,
    sql`delete from log_records where org_id = ${orgId} and trace_id = ${NO_TRACE}
      and resource_id in (${resourcesOf(orgId, sourceIds)})`,
    sql`delete from flow_days where org_id = ${orgId} and flow_id in (${flows})`,
    sql`delete from flow_usual where org_id = ${orgId} and flow_id in (${flows})`,
    sql`delete from favourites where org_id = ${orgId} and kind = 'flow' and target_id in (${flows})`,
    sql`delete from flows where ${ofSources}`,
    sql`delete from execution_counts where ${ofSources}`,
    sql`delete from source_counts where ${ofSources}`,
    sql`delete from rejections where ${ofSources}`,
    sql`delete from ownership_rules where ${ofSources}`,
    sql`delete from token_uses where org_id = ${orgId} and token_id in (select id from ingest_tokens where ${ofSources})`,
    sql`delete from ingest_tokens where ${ofSources}`,
    sql`delete from resources where ${ofSources}`,
    // Only what is marked as sample, whatever the record says.
    sql`delete from sources where org_id = ${orgId} and id = any(${sources}) and is_sample`,
  ]
  for (const statement of statements) await tx.execute(statement)
}

/** A team that something real was given to meanwhile stays. */
async function deleteTeams(tx: Db, orgId: string, made: readonly string[]): Promise<number> {
  const deleted = await tx.execute<{ id: string }>(sql`
    delete from teams t where t.org_id = ${orgId} and t.id = any(${uuids(made)})
      and not exists (select 1 from sources s where s.org_id = t.org_id and s.team_id = t.id)
      and not exists (select 1 from flows f where f.org_id = t.org_id and f.team_id = t.id)
      and not exists (select 1 from executions e where e.org_id = t.org_id and e.team_id = t.id)
      and not exists (select 1 from repositories r where r.org_id = t.org_id and r.team_id = t.id)
    returning t.id`)
  const gone = uuids(deleted.rows.map(({ id }) => id))
  const isOfThem = sql`org_id = ${orgId} and team_id = any(${gone})`
  await tx.execute(sql`delete from memberships where ${isOfThem}`)
  await tx.execute(sql`delete from invites where ${isOfThem}`)
  await tx.execute(sql`delete from saved_views where ${isOfThem}`)
  await tx.execute(sql`delete from ownership_rules where ${isOfThem}`)
  await tx.execute(sql`
    update read_tokens set team_ids = array(select t from unnest(team_ids) t where t <> all(${gone}))
    where org_id = ${orgId} and team_ids && ${gone}`)
  return deleted.rows.length
}

const isOfFlows = (
  orgId: string,
  sourceIds: readonly string[],
): SQL => sql`org_id = ${orgId} and flow_id = any(array(
  select id from flows where org_id = ${orgId} and source_id = any(${uuids(sourceIds)})))`

const resourcesOf = (orgId: string, sourceIds: readonly string[]): SQL =>
  sql`select id from resources where org_id = ${orgId} and source_id = any(${uuids(sourceIds)})`

const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`
