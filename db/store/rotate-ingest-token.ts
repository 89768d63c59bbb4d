import { and, eq, gt, isNull, or } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { getSource } from '@/db/queries/get-source'
import { ingestTokens } from '@/db/schema/sources'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { audited } from './audited'
import { insertIngestToken } from './create-ingest-token'

/**
 * Makes a token in place of another one, which stays good for `overlapHours`: whoever sends can change over in their own
 * time, and nothing is lost on the way. This is the only time that the new one is known.
 */
export async function rotateIngestToken(
  scope: Scope,
  { sourceId, tokenId, overlapHours }: { sourceId: string; tokenId: string; overlapHours: number },
  on: Db = database(),
): Promise<{ id: string; token: string }> {
  const { teamId } = await getSource(scope, sourceId, on)
  return audited(
    scope,
    { permission: 'token.write', teamId, target: { kind: 'token', id: tokenId } },
    async (tx) => {
      const { orgId, userId } = scope
      const now = new Date()
      const old = await lockUsable(tx, { orgId, sourceId, tokenId }, now)
      const overlapEnd = new Date(now.getTime() + overlapHours * 3_600_000)
      // One that would have expired before then still does.
      const oldEnd = old.expiresAt !== null && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd
      const lifetime = old.expiresAt === null ? null : old.expiresAt.getTime() - old.createdAt.getTime()
      const made = await insertIngestToken(
        tx,
        { orgId, userId, sourceId, teamId },
        { name: old.name, expiresAt: lifetime === null ? null : new Date(now.getTime() + lifetime) },
      )
      await tx
        .update(ingestTokens)
        .set({ expiresAt: oldEnd })
        .where(and(eq(ingestTokens.orgId, orgId), eq(ingestTokens.id, tokenId)))
      await appendAuditEntry(tx, scope, made.entry)
      return {
        result: { id: made.id, token: made.token },
        entry: {
          action: 'token.rotated',
          target: { kind: 'token', id: tokenId, teamId },
          before: { name: old.name, expiresAt: old.expiresAt?.toISOString() ?? null },
          after: { replacedBy: made.id, expiresAt: oldEnd.toISOString() },
        },
      }
    },
    on,
  )
}

type Old = { name: string; createdAt: Date; expiresAt: Date | null }

async function lockUsable(
  tx: Db,
  of: { orgId: string; sourceId: string; tokenId: string },
  now: Date,
): Promise<Old> {
  const [old] = await tx
    .select({
      name: ingestTokens.name,
      createdAt: ingestTokens.createdAt,
      expiresAt: ingestTokens.expiresAt,
    })
    .from(ingestTokens)
    .where(
      and(
        eq(ingestTokens.orgId, of.orgId),
        eq(ingestTokens.id, of.tokenId),
        eq(ingestTokens.sourceId, of.sourceId),
        isNull(ingestTokens.revokedAt),
        or(isNull(ingestTokens.expiresAt), gt(ingestTokens.expiresAt, now)),
      ),
    )
    .for('update')
  if (old === undefined) throw new Refusal('not_found', 'There is no such token, or it is not good any more.')
  return old
}
