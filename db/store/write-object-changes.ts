import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { groupedBy } from '@/lib/changes/git-steps'
import { type ObjectEdit, objectChange, objectName, withFormer } from '@/lib/changes/object-change'
import { dateOfNano } from '@/lib/model/unix-nano'
import type { OpenTelling } from './fold-change-tellings'
import { noteActors } from './note-actors'
import { noteChange } from './note-change'
import { type OwnedChange, upsertChanges } from './write-flow-changes'

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
  for (const [sourceId, of] of groupedBy(await withOthers(tx, orgId, edits), (edit) => edit.sourceId)) {
    const teamId = teams.get(sourceId)
    if (teamId === undefined) continue
    for (const { eventId, telling } of withFormer(of)) {
      const change = objectChange(orgId, sourceId, eventId, telling)
      owned.set(change.id, { change, flowId: null, sourceId, teamId })
    }
  }
  const actors = edits.flatMap(({ telling: { actor, at } }) =>
    actor === null ? [] : [{ ...actor, at: dateOfNano(at).toISOString() }],
  )
  await noteActors(tx, orgId, actors)
  const fresh = new Set(await upsertChanges(tx, orgId, [...owned.values()], new Date()))
  for (const { change, ...of } of owned.values())
    if (fresh.has(change)) await noteChange(tx, { orgId, ...of }, change)
}

type Edited = ObjectEdit & { sourceId: string }

/** Of each object the newest so many. */
const MOST_OTHERS = 200

/** Edits with those of the same objects that are known already: each is told from what the one before it set. */
async function withOthers(tx: Db, orgId: string, edits: readonly Edited[]): Promise<Edited[]> {
  const wanted = edits.map(({ sourceId, telling: { object } }) => ({
    source_id: sourceId,
    kind: object?.kind ?? '',
    id: object?.id ?? '',
  }))
  const { rows } = await tx.execute<Edited>(sql`
    select t.event_id as "eventId", t.source_id as "sourceId", t.telling
    from (select distinct * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as w(source_id uuid, kind text, id text)) w
      cross join lateral (select c.change->'witnesses'->0->>'eventId' as event_id from changes c
        where c.org_id = ${orgId} and c.flow_id is null and c.source_id = w.source_id
          and c.change->'object'->>'kind' = w.kind and c.change->'object'->>'id' = w.id
        order by c.at desc limit ${MOST_OTHERS}) c
      join change_tellings t on t.org_id = ${orgId} and t.event_id = c.event_id::uuid and t.about = 'edit'
        and t.telling->'object'->>'kind' = w.kind and t.telling->'object'->>'id' = w.id`)
  const all = [...rows, ...edits.map(({ eventId, sourceId, telling }) => ({ eventId, sourceId, telling }))]
  const nameOf = ({ eventId, telling }: Edited) => `${eventId} ${objectName(telling)}`
  return [...new Map(all.map((each) => [nameOf(each), each])).values()]
}
