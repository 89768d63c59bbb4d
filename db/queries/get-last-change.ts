import { and, desc, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

export type LastChange = { by: string; at: Date }

/** Who did this to that last, for the line under a form; null when nobody did. What belongs to no team is told to owners. */
export async function getLastChange(
  scope: Scope,
  of: { action: string; kind: string; id: string },
  on: Db = database(),
): Promise<LastChange | null> {
  const [last] = await on
    .select({ by: sql<string>`coalesce(${auditEntries.actorName}, 'Somebody')`, at: auditEntries.at })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.orgId, scope.orgId),
        eq(auditEntries.targetKind, of.kind),
        eq(auditEntries.targetId, of.id),
        eq(auditEntries.action, of.action),
        eq(auditEntries.outcome, 'done'),
        visibleIn(scope, 'source.read', auditEntries.teamId),
      ),
    )
    .orderBy(desc(auditEntries.seq))
    .limit(1)
  return last ?? null
}
