import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'

/** Keeps that who asked about a change has looked at it since it was answered. Only their own questions are theirs to close. */
export async function seeAnswer(scope: Scope, changeId: string, on: Db = database()): Promise<void> {
  if (scope.userId === null || scope.isReadOnly || !isUuid(changeId)) return
  await on.execute(sql`
    update change_notes n set answer_seen_at = ${new Date().toISOString()}::timestamptz
    where n.org_id = ${scope.orgId} and n.change_id = ${changeId}::uuid and n.user_id = ${scope.userId}::uuid
      and n.kind = 'question' and n.answer_seen_at is null and exists (
        select 1 from changes c where c.org_id = n.org_id and c.id = n.change_id and c.has_reason)`)
}
