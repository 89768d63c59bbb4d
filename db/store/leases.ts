import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { leases } from '@/db/schema/jobs'

/** Leases and jobs serve every organization. */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000'

export type Lease = { name: string; holder: string; epoch: number }

/** Takes a free or expired lease, or renews one's own. Null while somebody else holds it. The epoch rises with each new holder. */
export async function takeLease(
  request: { name: string; holder: string; now: Date; ttlMs: number },
  on: Db = database(),
): Promise<Lease | null> {
  const { name, holder, now, ttlMs } = request
  const isOwn = sql`${leases.holder} = ${holder}`
  const [taken] = await on
    .insert(leases)
    .values({ orgId: EVERYBODY, name, holder, epoch: 1, expiresAt: new Date(now.getTime() + ttlMs) })
    .onConflictDoUpdate({
      target: [leases.orgId, leases.name],
      set: {
        holder: sql`excluded.holder`,
        expiresAt: sql`excluded.expires_at`,
        epoch: sql`case when ${isOwn} then ${leases.epoch} else ${leases.epoch} + 1 end`,
      },
      setWhere: sql`${isOwn} or ${leases.expiresAt} <= ${now.toISOString()}::timestamptz`,
    })
    .returning({ epoch: leases.epoch })
  return taken === undefined ? null : { name, holder, epoch: taken.epoch }
}

/** Gives the lease back, so that the next holder need not wait for it to expire. */
export async function releaseLease(lease: Lease, now: Date, on: Db = database()): Promise<void> {
  await on
    .update(leases)
    .set({ expiresAt: now })
    .where(and(eq(leases.orgId, EVERYBODY), eq(leases.name, lease.name), eq(leases.epoch, lease.epoch)))
}
