import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditIntegrity } from '@/db/schema/audit'

/** How long a log is, and how much of it is signed. */
export type LogState = { orgId: string; size: number; signedSize: number; signedAt: Date | null }

/** Every organization's log. */
export async function listLogs(on: Db = database()): Promise<LogState[]> {
  const found = await on.execute<{
    orgId: string
    size: string
    signedSize: string | null
    signedAt: string | null
  }>(
    sql`select h.org_id as "orgId", h.seq as size, c.size as "signedSize", c.at::text as "signedAt" from audit_heads h
      left join lateral (select size, at from audit_checkpoints c where c.org_id = h.org_id
        order by size desc limit 1) c on true
      order by h.org_id`,
  )
  return found.rows.map(({ orgId, size, signedSize, signedAt }) => ({
    orgId,
    size: Number(size),
    signedSize: Number(signedSize ?? 0),
    signedAt: signedAt === null ? null : new Date(signedAt),
  }))
}

/** Raises the alarm of a log that is not what was signed; the first time counts. */
export async function noteBroken(
  orgId: string,
  { size, why, at }: { size: number; why: string; at: Date },
  on: Db = database(),
): Promise<void> {
  const broken = { brokenSize: size, brokenWhy: why, brokenAt: at }
  await on
    .insert(auditIntegrity)
    .values({ orgId, ...broken })
    .onConflictDoUpdate({
      target: auditIntegrity.orgId,
      set: { ...broken, brokenAt: sql`coalesce(${auditIntegrity.brokenAt}, excluded.broken_at)` },
    })
}

/** Ends the alarm. */
export async function noteWhole(orgId: string, on: Db = database()): Promise<void> {
  await on
    .update(auditIntegrity)
    .set({ brokenSize: null, brokenWhy: null, brokenAt: null })
    .where(and(eq(auditIntegrity.orgId, orgId), isNotNull(auditIntegrity.brokenAt)))
}
