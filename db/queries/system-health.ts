import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { listPartitions, PARTITIONED, tables } from '@/db/partitions'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import type { SystemHealth } from '@/lib/model/system-health'

/** What the installation is doing and how large it has become. For owners. */
export async function getSystemHealth(
  scope: Scope,
  on: Db = database(),
  now = new Date(),
): Promise<SystemHealth> {
  if (!mayIn(scope, 'system.read', null))
    throw new Refusal('forbidden', 'Only owners of the organization see how the installation is doing.')
  const [base, processes, workerUntil, jobs, sizes, partitions, ingest, lastReceivedAt] = await Promise.all([
    databaseFigures(on),
    processesOf(on),
    workerLease(on),
    jobsOf(on),
    tableSizes(on),
    partitionsOf(on),
    ingestOf(scope.orgId, now, on),
    lastReceived(scope.orgId, on),
  ])
  return { database: base, processes, workerUntil, jobs, tables: sizes, partitions, ingest, lastReceivedAt }
}

async function databaseFigures(on: Db): Promise<SystemHealth['database']> {
  const { rows } = await on.execute<{
    version: string
    bytes: string
    connections: number
    most: number
  }>(sql`
    select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
      current_setting('max_connections')::int as most`)
  const [row] = rows
  return {
    version: row?.version ?? '',
    bytes: Number(row?.bytes ?? 0),
    connections: row?.connections ?? 0,
    connectionsMax: row?.most ?? 0,
  }
}

async function processesOf(on: Db): Promise<SystemHealth['processes']> {
  const { rows } = await on.execute<{ name: string; connections: number; busy: number; since: string }>(sql`
    select application_name as name, count(*)::int as connections,
      count(*) filter (where state = 'active' and pid <> pg_backend_pid())::int as busy,
      to_char(min(backend_start) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
    from pg_stat_activity where datname = current_database() and application_name like 'runledger%'
    group by 1 order by 1 limit 50`)
  return rows.map((row) => ({ ...row, since: new Date(row.since) }))
}

async function workerLease(on: Db): Promise<Date | null> {
  const { rows } = await on.execute<{ at: string }>(
    sql`select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from leases where name = 'worker'`,
  )
  return dateOf(rows[0]?.at)
}

type JobRow = {
  name: string
  startedAt: string
  finishedAt: string | null
  error: string | null
  result: string | null
}

async function jobsOf(on: Db): Promise<SystemHealth['jobs']> {
  const { rows } = await on.execute<JobRow>(sql`
    select name, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startedAt",
      to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt",
      left(error, 500) as error, left(result::text, 500) as result
    from job_runs order by name limit 100`)
  return rows.map((row) => ({
    ...row,
    startedAt: new Date(row.startedAt),
    finishedAt: dateOf(row.finishedAt),
  }))
}

/** Partitions are counted with the table they are of. */
async function tableSizes(on: Db): Promise<SystemHealth['tables']> {
  const { rows } = await on.execute<{ name: string; bytes: string; rows: string }>(sql`
    select coalesce(p.relname, c.relname) as name, sum(pg_total_relation_size(c.oid))::text as bytes,
      sum(greatest(c.reltuples, 0))::bigint::text as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
    where c.relkind = 'r' group by 1 order by sum(pg_total_relation_size(c.oid)) desc, 1 limit 12`)
  return rows.map(({ name, bytes, rows: count }) => ({ name, bytes: Number(bytes), rows: Number(count) }))
}

const partitionsOf = (on: Db): Promise<SystemHealth['partitions']> =>
  Promise.all(
    tables().map(async (table) => {
      const days = (await listPartitions(on, table)).map(({ day }) => day.toISOString().slice(0, 10))
      const { rows } = await on.execute<{ bytes: string }>(
        sql`select pg_total_relation_size(${PARTITIONED[table].late}::regclass)::text as bytes`,
      )
      return {
        table,
        count: days.length,
        oldest: days[0] ?? null,
        newest: days.at(-1) ?? null,
        lateBytes: Number(rows[0]?.bytes ?? 0),
      }
    }),
  )

async function ingestOf(orgId: string, now: Date, on: Db): Promise<SystemHealth['ingest']> {
  const hour = 3_600_000
  const since = new Date(Math.floor(now.getTime() / hour) * hour - hour).toISOString()
  const { rows } = await on.execute<{ signal: string; verdict: string; count: string }>(sql`
    select signal, verdict, sum(count)::text as count from source_counts
    where org_id = ${orgId} and hour >= ${since}::timestamptz group by 1, 2 order by 1, 2`)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

async function lastReceived(orgId: string, on: Db): Promise<Date | null> {
  const { rows } = await on.execute<{ at: string | null }>(sql`
    select to_char(max(last_used_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from token_uses where org_id = ${orgId}`)
  return dateOf(rows[0]?.at)
}

const dateOf = (iso: string | null | undefined): Date | null => (iso ? new Date(iso) : null)
