import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { auditEntries, auditHeads } from '@/db/schema/audit'
import type { Json } from '@/lib/audit/canonical-json'
import { entryHash, GENESIS_HASH, payloadHash } from '@/lib/audit/entry-hash'
import type { Actor } from '@/lib/model/scope'

/** What somebody did to what. Never holds a secret: `before` and `after` are kept and shown. */
export type AuditEntry = {
  /** `noun.verb` in the past: `source.created`. */
  action: string
  target: { kind: string; id: string; teamId: string | null }
  before?: Json
  after?: Json
}

/**
 * Appends to the organization's chain within the caller's transaction. It takes the head's row lock, which makes `seq`
 * gapless, so it comes last: whoever holds the lock has nothing left to wait for.
 */
export async function appendAuditEntry(
  tx: Db,
  by: { orgId: string; actor: Actor },
  entry: AuditEntry,
  outcome: 'done' | 'denied' = 'done',
): Promise<void> {
  const { orgId, actor } = by
  const head = await lockHead(tx, orgId)
  const payload = {
    by: { name: actor.name, ip: actor.ip, requestId: actor.requestId },
    before: entry.before ?? null,
    after: entry.after ?? null,
  }
  const leaf = {
    orgId,
    seq: head.seq + 1,
    at: new Date(),
    actor,
    action: entry.action,
    outcome,
    target: entry.target,
    payloadHash: payloadHash(payload),
    previousHash: head.hash,
  }
  const hash = entryHash(leaf)
  await tx.insert(auditEntries).values({
    ...leaf,
    id: randomUUID(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    targetKind: entry.target.kind,
    targetId: entry.target.id,
    teamId: entry.target.teamId,
    ip: actor.ip,
    requestId: actor.requestId,
    before: payload.before,
    after: payload.after,
    hash,
  })
  await tx.update(auditHeads).set({ seq: leaf.seq, hash }).where(eq(auditHeads.orgId, orgId))
}

async function lockHead(tx: Db, orgId: string): Promise<{ seq: number; hash: Buffer }> {
  const [head] = await tx
    .insert(auditHeads)
    .values({ orgId, seq: 0, hash: GENESIS_HASH })
    // An update that changes nothing takes the row lock and returns the newest version, which `do nothing` would not.
    .onConflictDoUpdate({ target: auditHeads.orgId, set: { orgId } })
    .returning({ seq: auditHeads.seq, hash: auditHeads.hash })
  if (head === undefined) throw new Error('The head of the audit log could not be locked')
  return head
}
