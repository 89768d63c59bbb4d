import { and, eq, gt, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import type { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'

const HOUR_MS = 3_600_000
const DENIED = 'request.denied'

/**
 * Writes down that somebody asked for what they may not, where the verb that refused them has not: what they asked for, and
 * what they were told. Once an hour for each, so that a program that does not give up fills no log.
 */
export async function noteDenied(
  scope: Scope,
  { kind, id }: { kind: 'page' | 'api'; id: string },
  refusal: Refusal,
  on: Db = database(),
  now = new Date(),
): Promise<void> {
  if (refusal.code !== 'forbidden' || refusal.isWritten) return
  const same = and(
    eq(auditEntries.orgId, scope.orgId),
    eq(auditEntries.actorId, scope.actor.id),
    gt(auditEntries.at, new Date(now.getTime() - HOUR_MS)),
    eq(auditEntries.action, DENIED),
    eq(auditEntries.targetId, id),
  )
  const noted = await on.select({ one: sql`1` }).from(auditEntries).where(same).limit(1)
  if (noted.length > 0) return
  await on.transaction((tx) =>
    appendAuditEntry(
      tx,
      scope,
      { action: DENIED, target: { kind, id, teamId: null }, after: { message: refusal.message } },
      'denied',
    ),
  )
}
