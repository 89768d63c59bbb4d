import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { isoOfNano } from '@/lib/changes/nano-time'
import { objectChange } from '@/lib/changes/object-change'
import type { OpenTelling } from './fold-change-tellings'
import { noteActors } from './note-actors'
import { noteChange, type OwnedChange, upsertChanges } from './write-flow-changes'

/** Writes the changes of what belongs to no one flow: the team of the source is the one that is told. */
export async function writeObjectChanges(
  tx: Db,
  orgId: string,
  tellings: readonly OpenTelling[],
): Promise<void> {
  const edits = tellings.flatMap(({ telling, ...of }) =>
    telling.about === 'edit' && telling.of === null ? [{ ...of, telling }] : [],
  )
  if (edits.length === 0) return
  const { rows } = await tx.execute<{ id: string; teamId: string }>(sql`
    select s.id, s.team_id as "teamId" from sources s
    where s.org_id = ${orgId} and s.id = any(${sql.param(edits.map(({ sourceId }) => sourceId))}::uuid[])`)
  const teams = new Map(rows.map(({ id, teamId }) => [id, teamId]))
  const owned = new Map<string, OwnedChange>()
  for (const { sourceId, eventId, telling } of edits) {
    const teamId = teams.get(sourceId)
    if (teamId === undefined) continue
    const change = objectChange(orgId, sourceId, eventId, telling)
    owned.set(change.id, { change, flowId: null, sourceId, teamId })
  }
  const actors = edits.flatMap(({ telling: { actor, at } }) =>
    actor === null ? [] : [{ ...actor, at: isoOfNano(at) }],
  )
  await noteActors(tx, orgId, actors)
  const fresh = new Set(await upsertChanges(tx, orgId, [...owned.values()], new Date()))
  for (const { change, ...of } of owned.values())
    if (fresh.has(change)) await noteChange(tx, { orgId, ...of }, change)
}
