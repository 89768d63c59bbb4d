import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { LOG_PRUNED, prunedAfter } from '@/lib/audit/log-marks'
import { TILE_WIDTH } from '@/lib/audit/merkle-proof'
import { frontierRoot } from '@/lib/audit/merkle-tree'
import { systemActor } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { treeAt } from './audit-proofs'
import { lastCheckpoint } from './sign-audit-checkpoint'

/** Rows that go in one transaction; the head is locked only to write that they went. */
const MOST = 10_000

/**
 * Removes the first entries of a log, as many as are older than that, are signed for, and come before any that a legal hold
 * keeps; an entry `log.pruned` says which. Their hashes stay, and so does every proof. Returns how many went.
 */
export async function pruneAuditLog(orgId: string, before: Date, on: Db = database()): Promise<number> {
  return on.transaction(async (tx) => {
    const last = await lastCheckpoint(orgId, tx)
    if (last === null) return 0
    const range = await tx.execute<{ from: string | null; to: string | null; held: string | null }>(sql`
      select (select min(seq) from audit_entries where org_id = ${orgId}) as "from",
        (select max(seq) from audit_entries where org_id = ${orgId} and at < ${before.toISOString()}::timestamptz) as "to",
        (${firstHeld(orgId)}) as held`)
    const { from, to, held } = range.rows[0] ?? { from: null, to: null, held: null }
    if (from === null || to === null) return 0
    // Only what full tiles have the hashes of, and never the end of what was signed, on which the next checkpoint is built.
    const tiled = Math.floor((last.size - 1) / TILE_WIDTH) * TILE_WIDTH
    const most = Number(from) - 1 + MOST
    const end = Math.min(Number(to), tiled, most, held === null ? Number.MAX_SAFE_INTEGER : Number(held) - 1)
    if (end < Number(from)) return 0
    const root = frontierRoot(await treeAt(tx, orgId, end))
    await tx.execute(sql`select set_config('runledger.prunes_audit_log', ${orgId}, true)`)
    const gone = await tx.execute(sql`delete from audit_entries where org_id = ${orgId} and seq <= ${end}`)
    await appendAuditEntry(
      tx,
      { orgId, actor: systemActor('retention') },
      {
        action: LOG_PRUNED,
        target: { kind: 'audit_log', id: orgId, teamId: null },
        after: prunedAfter({ to: end, root }),
      },
    )
    return gone.rowCount ?? 0
  })
}

/** The first entry that a hold keeps which is not released. */
const firstHeld = (orgId: string) => sql`
  select min(e.seq) from audit_entries e join legal_holds h on h.org_id = e.org_id and h.released_at is null
    and (h.scope = 'all' or (h.scope = 'team' and e.team_id = h.team_id)
      or (h.scope = 'target' and e.target_kind = h.target_kind and e.target_id = h.target_id))
  where e.org_id = ${orgId}`

/** Organizations that do not keep entries for good, and from when on they keep them. */
export async function listAuditRetention(on: Db = database()): Promise<{ orgId: string; days: number }[]> {
  const found = await on.execute<{ orgId: string; days: number }>(sql`
    select org_id as "orgId", audit_retention_days as days from organizations
    where audit_retention_days is not null order by org_id`)
  return found.rows
}
