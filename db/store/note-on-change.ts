import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { visibleIn } from '@/db/queries/visible'
import { changeNotes, changes } from '@/db/schema/changes'
import type { ChangeNote } from '@/lib/model/listed-change'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { audited } from './audited'

/** What somebody says of a change. A question asks for its reason; a reason answers it; `reviewed` may be without words. */
export type ChangeRemark = { changeId: string; kind: ChangeNote['kind']; text: string }

const ACTIONS: Record<ChangeNote['kind'], string> = {
  question: 'change.asked',
  reason: 'change.explained',
  comment: 'change.commented',
  reviewed: 'change.reviewed',
}

const MAX_TEXT = 4_000

/** Notes what a person says of a change; whoever may annotate executions of its team may. Returns the id of the note. */
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
      if (kind === 'reason')
        await tx
          .update(changes)
          .set({ hasReason: true })
          .where(and(eq(changes.orgId, orgId), eq(changes.id, changeId)))
      const after = { kind, text: said }
      return {
        result: id,
        entry: { action: ACTIONS[kind], target: { ...target, teamId: change.teamId }, after },
      }
    },
    on,
  )
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
