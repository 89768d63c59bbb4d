import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { visibleIn } from '@/db/queries/visible'
import { changeNotes, changes } from '@/db/schema/changes'
import type { Json } from '@/lib/audit/canonical-json'
import { askedKeys } from '@/lib/changes/asked-keys'
import type { ChangeNote } from '@/lib/model/listed-change'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { audited } from './audited'
import { seeAnswer } from './see-answer'
import { tellChanges } from './tell-changes'

/** What somebody says of a change. A question asks for its reason; a reason answers it; `reviewed` may be without words. */
export type ChangeRemark = { changeId: string; kind: ChangeNote['kind']; text: string }

const ACTIONS: Record<ChangeNote['kind'], string> = {
  question: 'change.asked',
  reason: 'change.explained',
  comment: 'change.commented',
  reviewed: 'change.reviewed',
}

const MAX_TEXT = 4_000

/**
 * Notes what a person says of a change; whoever may annotate executions of its team may. A question goes to those who made
 * it. Returns the id of the note.
 */
export async function noteOnChange(
  scope: Scope,
  { changeId, kind, text }: ChangeRemark,
  on: Db = database(),
): Promise<string> {
  const { userId, orgId } = scope
  if (userId === null) throw new Refusal('forbidden', 'Only people speak of changes.')
  const said = text.trim()
  if (said === '' && kind !== 'reviewed' && kind !== 'question')
    throw new Refusal('invalid', 'Say something.', null, 'text')
  if (said.length > MAX_TEXT) throw new Refusal('invalid', `At most ${MAX_TEXT} characters.`, null, 'text')
  const change = await changeOf(scope, changeId, on)
  const target = { kind: 'change', id: changeId }
  return audited(
    scope,
    { permission: 'execution.annotate', teamId: change.teamId, target },
    async (tx) => {
      const id = randomUUID()
      await tx.insert(changeNotes).values({ orgId, id, changeId, kind, userId, text: said, at: new Date() })
      const asked = kind === 'question' ? await ask(tx, scope, changeId) : {}
      if (kind === 'reason') await explain(tx, scope, changeId)
      await tellChanges(tx, orgId, [changeId])
      const after = { kind, text: said, ...asked }
      return {
        result: id,
        entry: { action: ACTIONS[kind], target: { ...target, teamId: change.teamId }, after },
      }
    },
    on,
  )
}

/** Sends the question to those who made the change; returns who that is for the entry of the audit log. */
async function ask(tx: Db, { orgId }: Scope, changeId: string): Promise<{ asked: Json; not_here: Json }> {
  const isThis = and(eq(changes.orgId, orgId), eq(changes.id, changeId))
  const [found] = await tx.select({ change: changes.change }).from(changes).where(isThis).for('update')
  if (found === undefined) throw new Refusal('not_found', 'There is no such change.')
  const askedOf = askedKeys(found.change)
  await tx.update(changes).set({ askedOf }).where(isThis)
  const { rows } = await tx.execute<{ key: string; id: string | null; name: string | null }>(sql`
    select a.key, u.id, u.name from actors a left join users u on u.org_id = a.org_id and u.id = a.person_id
    where a.org_id = ${orgId} and a.key = any(${sql.param(askedOf)}::text[]) order by a.key`)
  const members = new Map(rows.flatMap(({ id, name }) => (id === null ? [] : [[id, name ?? '']])))
  const here = new Set(rows.filter(({ id }) => id !== null).map(({ key }) => key))
  return {
    asked: [...members].map(([id, name]) => ({ id, name })),
    not_here: askedOf.filter((key) => !here.has(key)),
  }
}

/** The change has a reason now. Who answers their own question need not be told of it. */
async function explain(tx: Db, scope: Scope, changeId: string): Promise<void> {
  await tx
    .update(changes)
    .set({ hasReason: true })
    .where(and(eq(changes.orgId, scope.orgId), eq(changes.id, changeId)))
  await seeAnswer(scope, changeId, tx)
}

async function changeOf(scope: Scope, id: string, on: Db): Promise<{ teamId: string }> {
  const mine = and(
    eq(changes.orgId, scope.orgId),
    eq(changes.id, id),
    visibleIn(scope, 'execution.read', changes.teamId),
  )
  const [found] = isUuid(id)
    ? await on.select({ teamId: changes.teamId }).from(changes).where(mine).limit(1)
    : []
  if (found === undefined) throw new Refusal('not_found', 'There is no such change.')
  return found
}
