import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Json } from '@/lib/audit/canonical-json'
import { type ChangeEvidence, evidenceOf, peopleOf, tellsOther } from '@/lib/changes/change-evidence'
import type { Change } from '@/lib/model/flow-change'
import { systemActor } from '@/lib/model/scope'
import { type AuditEntry, appendAuditEntry } from './append-audit-entry'

/** Whose a change is; of no flow where it is of a connection or a variable. */
export type ChangeOwner = { orgId: string; flowId: string | null; sourceId: string; teamId: string }

/** Writes a change down in the audit log, as it was first known: of what, by whom, how, why and with whose consent. */
export async function noteChange(tx: Db, owner: ChangeOwner, change: Change): Promise<void> {
  const { id, at, way, classes, summary, beforeHash, afterHash, object } = change
  const [named, names] = [await namesOf(tx, owner, change), await peopleNames(tx, owner.orgId, [change])]
  const after: Json = {
    ...named,
    change: id,
    ...{ at, way, classes, summary, definition: afterHash },
    ...evidenceOf(change, names),
  }
  const target = object ?? { kind: 'source', id: owner.sourceId }
  await append(tx, owner, {
    action: 'flow.changed',
    target:
      owner.flowId === null
        ? { kind: target.kind, id: target.id, teamId: owner.teamId }
        : { kind: 'flow', id: owner.flowId, teamId: owner.teamId },
    before: { definition: beforeHash },
    after,
    reason: change.reason?.text ?? null,
  })
}

/** What is known of who had a part in the changes of a flow, before they are worked out anew. */
export async function knownEvidence(
  tx: Db,
  { orgId, flowId }: { orgId: string; flowId: string },
): Promise<Map<string, ChangeEvidence>> {
  const { rows } = await tx.execute<{ id: string; known: ChangeEvidence }>(sql`
    select c.id, c.change - array['differences', 'fields', 'witnesses'] as known from changes c
    where c.org_id = ${orgId} and c.flow_id = ${flowId}`)
  return new Map(rows.map(({ id, known }) => [id, known]))
}

/**
 * Writes down what joined changes that the log tells of already: a pull request with its approvals is often told after the
 * commit that it became. So the log has who approved what without asking anything else.
 */
export async function noteEvidence(
  tx: Db,
  owner: ChangeOwner,
  known: ReadonlyMap<string, ChangeEvidence>,
  changes: readonly Change[],
): Promise<void> {
  for (const change of changes) {
    const before = known.get(change.id)
    if (before === undefined || !tellsOther(before, change)) continue
    const names = await peopleNames(tx, owner.orgId, [before, change])
    const named = await namesOf(tx, owner, change)
    await append(tx, owner, {
      action: 'change.witnessed',
      target: { kind: 'change', id: change.id, teamId: owner.teamId },
      before: evidenceOf(before, names),
      after: { ...named, change: change.id, summary: change.summary, ...evidenceOf(change, names) },
      reason: change.reason?.text ?? null,
    })
  }
}

const append = (tx: Db, { orgId, sourceId }: ChangeOwner, entry: AuditEntry): Promise<void> =>
  appendAuditEntry(tx, { orgId, actor: systemActor('changes', { kind: 'source', id: sourceId }) }, entry)

/** What is called how: ids alone tell nobody anything who has only the log. */
async function namesOf(
  tx: Db,
  { orgId, flowId, sourceId }: ChangeOwner,
  { object }: Change,
): Promise<{ [word: string]: Json }> {
  const { rows } = await tx.execute<{
    source: string
    kind: string
    namespace: string | null
    flow: string | null
  }>(sql`
    select s.name as source, s.kind, f.namespace, f.name as flow
    from sources s left join flows f on f.org_id = s.org_id and f.id = ${flowId}::uuid
    where s.org_id = ${orgId} and s.id = ${sourceId}`)
  const [row] = rows
  return {
    name: row?.flow ?? object?.name ?? object?.id ?? row?.source ?? null,
    ...(row?.flow == null ? {} : { namespace: row.namespace }),
    source: { id: sourceId, name: row?.source ?? null, kind: row?.kind ?? null },
  }
}

async function peopleNames(
  tx: Db,
  orgId: string,
  changes: readonly ChangeEvidence[],
): Promise<Map<string, string>> {
  const keys = [...new Set(changes.flatMap(peopleOf))]
  if (keys.length === 0) return new Map()
  const { rows } = await tx.execute<{ key: string; name: string }>(sql`
    select a.key, coalesce(a.name, a.handle) as name from actors a
    where a.org_id = ${orgId} and a.key = any(${sql.param(keys)}::text[])`)
  return new Map(rows.map(({ key, name }) => [key, name]))
}
