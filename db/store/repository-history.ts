import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { CommitTelling } from '@/lib/model/change'
import { markFlowsChanged } from './mark-flows-changed'

/** A commit of the tracked branch with what it did to definitions, as it is written. Hashes are hexadecimal. */
export type HistoryCommit = {
  sha: string
  position: number
  /** ISO 8601 in UTC. */
  landedAt: string
  telling: CommitTelling
  definitions: {
    flowId: string
    path: string
    beforeHash: string | null
    afterHash: string | null
    isRead: boolean
  }[]
}

/** A definition by the hash of what it means. */
export type ReadDefinition = {
  hash: string
  format: string
  text: string | null
  /** Where it stands in several files: those, the leading one first, each of them a definition too. */
  files?: { path: string; hash: string }[] | null
}

/** A file at the head of the branch that defines a flow, which may never have run. */
export type HeadFile = {
  path: string
  flowId: string
  sourceId: string
  namespace: string
  name: string
  ruleId: string
  blob: string
  hash: string
  owners: string[]
}

type Of = { orgId: string; repositoryId: string }

/** Positions of the newest commits that are kept, by id. */
export async function storedPositions(
  { orgId, repositoryId }: Of,
  most: number,
  on: Db,
): Promise<Map<string, number>> {
  const { rows } = await on.execute<{ sha: string; position: string }>(sql`
    select sha, position from commits where org_id = ${orgId} and repository_id = ${repositoryId}
    order by position desc limit ${most}`)
  return new Map(rows.map(({ sha, position }) => [sha, Number(position)]))
}

/** Writes commits and what they did, again as often as one likes. */
export async function writeCommits(
  tx: Db,
  { orgId, repositoryId }: Of,
  commits: readonly HistoryCommit[],
  definitions: readonly ReadDefinition[],
): Promise<void> {
  if (commits.length === 0) return
  await keepDefinitions(tx, orgId, definitions)
  const rows = commits.map(({ sha, position, landedAt, telling }) => ({
    sha,
    position,
    landed_at: landedAt,
    telling,
  }))
  await tx.execute(sql`
    insert into commits (org_id, repository_id, sha, position, landed_at, telling)
    select ${orgId}::uuid, ${repositoryId}::uuid, w.sha, w.position, w.landed_at, w.telling
    from jsonb_to_recordset(${storable(rows)}::jsonb)
      as w(sha text, position bigint, landed_at timestamptz, telling jsonb)
    on conflict (org_id, repository_id, sha) do update
      set position = excluded.position, landed_at = excluded.landed_at, telling = excluded.telling`)
  const done = commits.flatMap(({ sha, definitions: each }) =>
    each.map(({ flowId, path, beforeHash, afterHash, isRead }) => ({
      sha,
      flow_id: flowId,
      path,
      before_hash: bytes(beforeHash),
      after_hash: bytes(afterHash),
      is_read: isRead,
    })),
  )
  await tx.execute(sql`
    insert into commit_definitions (org_id, repository_id, sha, flow_id, path, before_hash, after_hash, is_read)
    select ${orgId}::uuid, ${repositoryId}::uuid, w.sha, w.flow_id, w.path, w.before_hash, w.after_hash, w.is_read
    from jsonb_to_recordset(${storable(done)}::jsonb)
      as w(sha text, flow_id uuid, path text, before_hash bytea, after_hash bytea, is_read boolean)
    on conflict (org_id, repository_id, sha, flow_id, path) do update
      set before_hash = excluded.before_hash, after_hash = excluded.after_hash, is_read = excluded.is_read`)
  await markFlowsChanged(
    tx,
    orgId,
    done.map(({ flow_id }) => flow_id),
  )
}

/** Keeps definitions by what they mean. */
export async function keepDefinitions(
  tx: Db,
  orgId: string,
  definitions: readonly ReadDefinition[],
): Promise<void> {
  if (definitions.length === 0) return
  // The first text that was seen with a meaning is the one that is kept.
  const once = new Map(
    definitions.toReversed().map((each) => [each.hash, { ...each, hash: bytes(each.hash) }]),
  )
  const rows = [...once.values()].sort((a, b) => ((a.hash ?? '') < (b.hash ?? '') ? -1 : 1))
  await tx.execute(sql`
    insert into definitions (org_id, hash, format, text, files, first_seen_at)
    select ${orgId}::uuid, w.hash, w.format, w.text, w.files, clock_timestamp()
    from jsonb_to_recordset(${storable(rows)}::jsonb) as w(hash bytea, format text, text text, files jsonb)
    on conflict (org_id, hash) do update set text = excluded.text
      where definitions.text is null and definitions.files is null and excluded.text is not null`)
}

/** Takes away the commits after a position: the branch was rewritten, and they are not on it any more. Returns how many. */
export async function dropCommitsAfter(
  tx: Db,
  { orgId, repositoryId }: Of,
  position: number,
): Promise<number> {
  const { rows } = await tx.execute<{ flowId: string }>(sql`
    delete from commit_definitions d using commits c
    where d.org_id = ${orgId} and d.repository_id = ${repositoryId} and c.org_id = d.org_id
      and c.repository_id = d.repository_id and c.sha = d.sha and c.position > ${position}
    returning d.flow_id as "flowId"`)
  const dropped = await tx.execute(sql`
    delete from commits where org_id = ${orgId} and repository_id = ${repositoryId} and position > ${position}`)
  await markFlowsChanged(
    tx,
    orgId,
    rows.map(({ flowId }) => flowId),
  )
  return dropped.rowCount ?? 0
}

/** Forgets all that was read of a repository: it is read again, or is gone. */
export async function forgetHistory(tx: Db, orgId: string, repositoryId: string): Promise<void> {
  const { rows } = await tx.execute<{ flowId: string }>(sql`
    with definitions as (delete from commit_definitions
        where org_id = ${orgId} and repository_id = ${repositoryId} returning flow_id),
      files as (delete from repository_files
        where org_id = ${orgId} and repository_id = ${repositoryId} returning flow_id),
      gone as (delete from commits where org_id = ${orgId} and repository_id = ${repositoryId})
    select flow_id as "flowId" from definitions union select flow_id from files`)
  await markFlowsChanged(
    tx,
    orgId,
    rows.map(({ flowId }) => flowId),
  )
}

/**
 * Puts the files of the branch's newest commit in place of those before. A flow that nothing has run is known from here on,
 * as its source's team's until a rule of ownership says otherwise.
 */
export async function writeHeadFiles(
  tx: Db,
  { orgId, repositoryId }: Of,
  head: string,
  files: readonly HeadFile[],
): Promise<void> {
  const rows = storable(
    files.map(({ flowId, sourceId, ruleId, hash, ...file }) => ({
      ...file,
      flow_id: flowId,
      source_id: sourceId,
      rule_id: ruleId,
      hash: bytes(hash),
    })),
  )
  await tx.execute(sql`
    insert into flows (org_id, id, source_id, team_id, namespace, name, dialect, first_seen_at)
    select distinct on (w.flow_id) ${orgId}::uuid, w.flow_id, s.id, s.team_id, w.namespace, w.name, s.kind, clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as w(flow_id uuid, source_id uuid, namespace text, name text)
      join sources s on s.org_id = ${orgId} and s.id = w.source_id
    order by w.flow_id
    on conflict do nothing`)
  const changed = await tx.execute<{ flowId: string }>(sql`
    with told as (select * from jsonb_to_recordset(${rows}::jsonb)
        as w(path text, flow_id uuid, rule_id uuid, blob text, hash bytea, owners jsonb)),
      gone as (delete from repository_files f where f.org_id = ${orgId} and f.repository_id = ${repositoryId}
        and not exists (select 1 from told w where w.path = f.path and w.flow_id = f.flow_id) returning f.flow_id),
      written as (
        insert into repository_files (org_id, repository_id, path, flow_id, rule_id, blob, hash, sha, owners)
        select ${orgId}::uuid, ${repositoryId}::uuid, w.path, w.flow_id, w.rule_id, w.blob, w.hash, coalesce((
          select c.sha from commit_definitions d join commits c on c.org_id = d.org_id
            and c.repository_id = d.repository_id and c.sha = d.sha
          where d.org_id = ${orgId} and d.repository_id = ${repositoryId} and d.flow_id = w.flow_id and d.path = w.path
          order by c.position desc limit 1), ${head}), array(select jsonb_array_elements_text(w.owners))
        from told w
        on conflict (org_id, repository_id, path, flow_id) do update set rule_id = excluded.rule_id,
          blob = excluded.blob, hash = excluded.hash, sha = excluded.sha, owners = excluded.owners
        returning flow_id)
    select flow_id as "flowId" from gone union select flow_id from written`)
  await markFlowsChanged(
    tx,
    orgId,
    changed.rows.map(({ flowId }) => flowId),
  )
}

const bytes = (hash: string | null): string | null => (hash === null ? null : `\\x${hash}`)

const LONE = /\p{Surrogate}/gu

/** JSON that Postgres takes: it has no character of number zero, and no half of one. */
const storable = (rows: unknown): string =>
  JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '').replace(LONE, '\ufffd') : value,
  )
