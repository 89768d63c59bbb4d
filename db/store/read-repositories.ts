import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { CommitTelling } from '@/lib/model/change'
import { markFlowsChanged } from './mark-flows-changed'

/** A repository that is to be read, with the rules by which. */
export type DueRepository = {
  orgId: string
  repositoryId: string
  name: string
  url: string | null
  branch: string
  credential: string | null
  /** The newest commit that was read; null where all is to be read (again). */
  headSha: string | null
  readAt: string | null
  problem: string | null
  rules: DueRule[]
}

export type DueRule = {
  id: string
  position: number
  pattern: string
  format: string
  sourceId: string
  namespace: string
  flow: string
}

const MOST_DUE = 50

const READ = sql`r.org_id as "orgId", r.id as "repositoryId", r.name, r.url, r.branch, r.credential,
  r.head_sha as "headSha", r.read_at::text as "readAt", r.problem, coalesce((
    select jsonb_agg(jsonb_build_object('id', u.id, 'position', u.position, 'pattern', u.pattern, 'format', u.format,
      'sourceId', u.source_id, 'namespace', u.namespace, 'flow', u.flow) order by u.position, u.id)
    from repository_rules u where u.org_id = r.org_id and u.repository_id = r.id), '[]') as rules`

/** One repository, as it is to be read; null where it is gone. */
export async function findRepository(
  db: Db,
  orgId: string,
  repositoryId: string,
): Promise<DueRepository | null> {
  const { rows } = await db.execute<DueRepository>(
    sql`select ${READ} from repositories r where r.org_id = ${orgId} and r.id = ${repositoryId}`,
  )
  return rows[0] ?? null
}

/** What was pushed since the last reading, as webhooks tell: those tellings are folded within seconds, or open. */
const pushedSince = sql`exists (select 1 from change_tellings t
  where t.org_id = r.org_id and (t.folded_at is null or t.folded_at > r.read_at - interval '5 minutes')
    and t.repository = r.name and t.about = 'commit' and t.received_at > r.read_at)`

/**
 * Repositories that are due: never read, or changed by a person since; read `everyMs` ago; or a webhook told of a push. One
 * that could not be read is tried less often. Of every organization; for the worker.
 */
export async function listDueRepositories(
  db: Db,
  { now, everyMs, failingEveryMs }: { now: Date; everyMs: number; failingEveryMs: number },
): Promise<DueRepository[]> {
  const { rows } = await db.execute<DueRepository>(sql`
    select ${READ} from repositories r
    where r.read_at is null
      or r.read_at <= ${now.toISOString()}::timestamptz
        - (case when r.problem is null then ${everyMs}::float8 else ${failingEveryMs}::float8 end) * interval '1 millisecond'
      or (r.problem is null and ${pushedSince})
    order by r.read_at nulls first, r.id limit ${MOST_DUE}`)
  return rows
}

/** All repositories there are, of every organization; for the worker. */
export async function knownRepositories(db: Db): Promise<Pick<DueRepository, 'orgId' | 'repositoryId'>[]> {
  const { rows } = await db.execute<Pick<DueRepository, 'orgId' | 'repositoryId'>>(
    sql`select org_id as "orgId", id as "repositoryId" from repositories`,
  )
  return rows
}

/** Notes that a reading ended at that time; `problem` is null where all is well. */
export async function noteReading(
  db: Db,
  { orgId, repositoryId }: Pick<DueRepository, 'orgId' | 'repositoryId'>,
  { startedAt, problem }: { startedAt: Date; problem: string | null },
): Promise<void> {
  await db.execute(sql`
    update repositories set problem = ${problem}, read_at = ${startedAt.toISOString()}::timestamptz
    where org_id = ${orgId} and id = ${repositoryId}`)
}

/**
 * Locks a repository for writing what was read of it; false where a person changed it or its rules meanwhile, so that what
 * was read is not of use.
 */
export async function lockAsRead(tx: Db, of: DueRepository): Promise<boolean> {
  const { orgId, repositoryId } = of
  const locked = await tx.execute(sql`
    select 1 from repositories where org_id = ${orgId} and id = ${repositoryId} and name = ${of.name}
      and branch = ${of.branch} and head_sha is not distinct from ${of.headSha} for update`)
  if (locked.rows.length === 0) return false
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from repository_rules where org_id = ${orgId} and repository_id = ${repositoryId}`)
  const ids = new Set(of.rules.map(({ id }) => id))
  return rows.length === ids.size && rows.every(({ id }) => ids.has(id))
}

/** Notes how far the branch was read. */
export async function noteHead(
  tx: Db,
  { orgId, repositoryId }: Pick<DueRepository, 'orgId' | 'repositoryId'>,
  head: { sha: string; at: string },
): Promise<void> {
  await tx.execute(sql`
    update repositories set head_sha = ${head.sha}, head_at = ${head.at}::timestamptz, problem = null
    where org_id = ${orgId} and id = ${repositoryId}`)
}

/** Flows of sources that a repository defines: all of them stand differently once its rules are others. */
export async function markFlowsOfRules(
  tx: Db,
  { orgId, rules }: Pick<DueRepository, 'orgId' | 'rules'>,
): Promise<void> {
  const sources = [...new Set(rules.map(({ sourceId }) => sourceId))]
  if (sources.length === 0) return
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from flows where org_id = ${orgId} and source_id = any(${sql.param(sources)}::uuid[])`)
  await markFlowsChanged(
    tx,
    orgId,
    rows.map(({ id }) => id),
  )
}

/**
 * Lets commits know who pushed them and when, which Git does not say and webhooks do, whichever came first. Returns how many
 * learned it.
 */
export async function joinPushes(
  db: Db,
  {
    orgId,
    repositoryId,
    name,
    branch,
    readAt,
  }: Pick<DueRepository, 'orgId' | 'repositoryId' | 'name' | 'branch' | 'readAt'>,
): Promise<number> {
  const { rows } = await db.execute<{ flowId: string | null }>(sql`
    with told as (select distinct on (t.sha) t.sha, t.telling from change_tellings t
        where t.org_id = ${orgId} and t.repository = ${name} and t.about = 'commit'
          and t.telling->>'branch' = ${branch}
          and (t.folded_at is null or t.folded_at > coalesce(${readAt}::timestamptz, '-infinity') - interval '5 minutes')
        order by t.sha, t.received_at, t.event_id, t.ordinal),
      joined as (update commits c set telling = c.telling || jsonb_strip_nulls(jsonb_build_object(
            'pusher', told.telling->'pusher', 'url', told.telling->'url', 'isForced', told.telling->'isForced')),
          landed_at = to_timestamp((told.telling->>'at')::numeric / 1e9)
        from told where c.org_id = ${orgId} and c.repository_id = ${repositoryId} and c.sha = told.sha
          and jsonb_typeof(c.telling->'pusher') = 'null' and jsonb_typeof(told.telling->'pusher') = 'object'
        returning c.sha)
    select d.flow_id as "flowId" from joined j left join commit_definitions d
      on d.org_id = ${orgId} and d.repository_id = ${repositoryId} and d.sha = j.sha`)
  await markFlowsChanged(
    db,
    orgId,
    rows.flatMap(({ flowId }) => flowId ?? []),
  )
  return rows.length
}

/**
 * Gives tellings that name a commit by the first digits of its id (Bitbucket's merges do) the whole of it, once the commit is
 * known. Returns how many.
 */
export async function completeShas(
  db: Db,
  { orgId, repositoryId, name }: Pick<DueRepository, 'orgId' | 'repositoryId' | 'name'>,
): Promise<number> {
  const { rows } = await db.execute<{ flowId: string | null }>(sql`
    with short as (select t.event_id, t.ordinal, c.sha from change_tellings t
        join commits c on c.org_id = t.org_id and c.repository_id = ${repositoryId} and starts_with(c.sha, t.sha)
        where t.org_id = ${orgId} and t.repository = ${name} and t.about in ('merge', 'deploy') and length(t.sha) < 40),
      completed as (update change_tellings t set sha = s.sha,
          telling = t.telling || jsonb_build_object('sha', s.sha)
        from short s where t.org_id = ${orgId} and t.event_id = s.event_id and t.ordinal = s.ordinal returning s.sha)
    select d.flow_id as "flowId" from completed w left join commit_definitions d
      on d.org_id = ${orgId} and d.repository_id = ${repositoryId} and d.sha = w.sha`)
  await markFlowsChanged(
    db,
    orgId,
    rows.flatMap(({ flowId }) => flowId ?? []),
  )
  return rows.length
}

/** Commits of the tracked branch of which webhooks told and nothing is kept yet, the oldest first. */
export async function toldCommits(
  db: Db,
  { orgId, repositoryId, name, branch }: Pick<DueRepository, 'orgId' | 'repositoryId' | 'name' | 'branch'>,
  most: number,
): Promise<CommitTelling[]> {
  const { rows } = await db.execute<{ telling: CommitTelling }>(sql`
    select telling from (select distinct on (t.sha) t.telling, t.received_at, t.event_id, t.ordinal
      from change_tellings t
      where t.org_id = ${orgId} and t.repository = ${name} and t.about = 'commit' and t.telling->>'branch' = ${branch}
        and not exists (select 1 from commits c
          where c.org_id = ${orgId} and c.repository_id = ${repositoryId} and c.sha = t.sha)
      order by t.sha, t.received_at, t.event_id, t.ordinal) told
    order by received_at, event_id, ordinal limit ${most}`)
  return rows.map(({ telling }) => telling)
}
