import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { askedKeys } from '@/lib/changes/asked-keys'
import { followedChanges } from '@/lib/changes/followed-changes'
import type { FlowVersion, FoldedFlow } from '@/lib/changes/witnesses'
import type { Change } from '@/lib/model/flow-change'
import type { FlowToFold } from './load-flow-witnesses'
import { noteActors } from './note-actors'
import { knownEvidence, noteChange, noteEvidence } from './note-change'
import { tellChanges } from './tell-changes'

/** Writes what the witnesses of a flow come to, in place of what they came to before. */
export async function writeFlowChanges(
  tx: Db,
  flow: FlowToFold,
  folded: FoldedFlow,
  now: Date,
): Promise<void> {
  await noteActors(tx, flow.orgId, folded.actors)
  await writeVersions(tx, flow, folded.versions)
  await writeDrift(tx, flow, folded.drift, now)
  const known = await knownEvidence(tx, flow)
  const fresh = await writeChanges(tx, flow, folded.changes, now)
  await tellChanges(
    tx,
    flow.orgId,
    fresh.map(({ id }) => id),
  )
  // Last, as it takes the lock that every entry of the organization waits for.
  for (const change of fresh) await noteChange(tx, flow, change)
  await noteEvidence(tx, flow, known, folded.changes)
}

async function writeVersions(
  tx: Db,
  { orgId, flowId }: FlowToFold,
  versions: readonly FlowVersion[],
): Promise<void> {
  const rows = versions.map(({ hash, firstAt, ...version }) => ({
    ...version,
    hash: `\\x${hash}`,
    first_at: firstAt,
  }))
  const json = JSON.stringify(rows)
  await tx.execute(sql`
    delete from flow_versions v where v.org_id = ${orgId} and v.flow_id = ${flowId} and not exists (
      select 1 from jsonb_to_recordset(${json}::jsonb) as w(hash bytea) where w.hash = v.hash)`)
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into flow_versions (org_id, flow_id, hash, number, first_at, versions, commits, repeats)
    select ${orgId}::uuid, ${flowId}::uuid, w.hash, w.number, w.first_at, array(select jsonb_array_elements_text(w.versions)),
      array(select jsonb_array_elements_text(w.commits)), w.repeats
    from jsonb_to_recordset(${json}::jsonb) as w(hash bytea, number int, first_at timestamptz, versions jsonb,
      commits jsonb, repeats int)
    on conflict (org_id, flow_id, hash) do update set number = excluded.number, first_at = excluded.first_at,
      versions = excluded.versions, commits = excluded.commits, repeats = excluded.repeats`)
}

async function writeDrift(
  tx: Db,
  { orgId, flowId, teamId }: FlowToFold,
  drift: FoldedFlow['drift'],
  now: Date,
): Promise<void> {
  if (drift === null) {
    await tx.execute(sql`delete from flow_drift where org_id = ${orgId} and flow_id = ${flowId}`)
    return
  }
  const { state, since, lagCommits, detail } = drift
  await tx.execute(sql`
    insert into flow_drift (org_id, flow_id, team_id, state, since, lag_commits, detail, updated_at)
    values (${orgId}, ${flowId}, ${teamId}, ${state}, ${since}::timestamptz, ${lagCommits}, ${JSON.stringify(detail)}::jsonb,
      ${now.toISOString()}::timestamptz)
    on conflict (org_id, flow_id) do update set team_id = excluded.team_id, state = excluded.state, since = excluded.since,
      lag_commits = excluded.lag_commits, detail = excluded.detail, updated_at = excluded.updated_at`)
}

/** Writes changes of a flow and returns those that nobody knew of. */
async function writeChanges(
  tx: Db,
  { orgId, flowId, sourceId, teamId }: FlowToFold,
  changes: readonly Change[],
  now: Date,
): Promise<Change[]> {
  await moveNotes(tx, { orgId, flowId }, changes)
  await tx.execute(sql`
    delete from changes where org_id = ${orgId} and flow_id = ${flowId}
      and not (id = any(${sql.param(changes.map(({ id }) => id))}::uuid[]))`)
  return upsertChanges(
    tx,
    orgId,
    changes.map((change) => ({ change, flowId, sourceId, teamId })),
    now,
  )
}

/** What people said of a change that another one took the place of is said of that one now. */
async function moveNotes(
  tx: Db,
  { orgId, flowId }: Pick<FlowToFold, 'orgId' | 'flowId'>,
  changes: readonly Change[],
): Promise<void> {
  const { rows } = await tx.execute<{ change: Change }>(sql`
    select c.change from changes c where c.org_id = ${orgId} and c.flow_id = ${flowId}
      and exists (select 1 from change_notes n where n.org_id = c.org_id and n.change_id = c.id)`)
  const followed = followedChanges(
    rows.map(({ change }) => change),
    changes,
  )
  for (const [before, after] of followed) {
    await tx.execute(sql`
      update change_notes set change_id = ${after} where org_id = ${orgId} and change_id = ${before}`)
    await tx.execute(sql`update changes set asked_of = null where org_id = ${orgId} and id = ${before}`)
  }
}

/** A change with whose it is; of no flow where it is of a connection or a variable. */
export type OwnedChange = { change: Change; flowId: string | null; sourceId: string; teamId: string }

/** Writes changes and returns those that are new. A reason that a person gave stays. */
export async function upsertChanges(
  tx: Db,
  orgId: string,
  owned: readonly OwnedChange[],
  now: Date,
): Promise<Change[]> {
  if (owned.length === 0) return []
  const rows = owned.map(({ change, flowId, sourceId, teamId }) => ({
    id: change.id,
    flow_id: flowId,
    source_id: sourceId,
    team_id: teamId,
    at: change.at,
    way: change.way,
    classes: change.classes,
    summary: change.summary,
    actor_key: change.actorKey,
    before_hash: bytes(change.beforeHash),
    after_hash: bytes(change.afterHash),
    is_unexplained: change.isUnexplained,
    has_reason: change.reason !== null,
    executed_at: change.reached.executedAt,
    asked_keys: askedKeys(change),
    change,
  }))
  // By a statement of its own, so that the next one sees notes of those who had the rows until now.
  await tx.execute(sql`
    select 1 from changes where org_id = ${orgId} and id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])
    order by id for no key update`)
  const { rows: written } = await tx.execute<{ id: string; isNew: boolean }>(sql`
    insert into changes (org_id, id, flow_id, source_id, team_id, at, way, classes, summary, actor_key, before_hash,
      after_hash, is_unexplained, has_reason, executed_at, asked_of, change, updated_at)
    select ${orgId}::uuid, w.id, w.flow_id, w.source_id, w.team_id, w.at, w.way,
      array(select jsonb_array_elements_text(w.classes)), w.summary, w.actor_key, w.before_hash, w.after_hash,
      w.is_unexplained,
      w.has_reason or exists (select 1 from change_notes n
        where n.org_id = ${orgId} and n.change_id = w.id and n.kind = 'reason'),
      w.executed_at,
      case when exists (select 1 from change_notes n
        where n.org_id = ${orgId} and n.change_id = w.id and n.kind = 'question')
        then array(select jsonb_array_elements_text(w.asked_keys)) end,
      w.change, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id uuid, flow_id uuid, source_id uuid, team_id uuid,
      at timestamptz, way text, classes jsonb, summary text, actor_key text, before_hash bytea, after_hash bytea,
      is_unexplained boolean, has_reason boolean, executed_at timestamptz, asked_keys jsonb, change jsonb)
    order by w.id
    on conflict (org_id, id) do update set team_id = excluded.team_id, at = excluded.at, way = excluded.way,
      classes = excluded.classes, summary = excluded.summary, actor_key = excluded.actor_key,
      before_hash = excluded.before_hash, after_hash = excluded.after_hash, is_unexplained = excluded.is_unexplained,
      has_reason = excluded.has_reason, executed_at = excluded.executed_at,
      asked_of = coalesce(excluded.asked_of, changes.asked_of), change = excluded.change,
      updated_at = excluded.updated_at
    returning id, (xmax = 0) as "isNew"`)
  const fresh = new Set(written.filter(({ isNew }) => isNew).map(({ id }) => id))
  return owned.map(({ change }) => change).filter(({ id }) => fresh.has(id))
}

const bytes = (hash: string | null): string | null => (hash === null ? null : `\\x${hash}`)
