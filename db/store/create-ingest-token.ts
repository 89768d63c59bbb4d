import { type Db, database } from '@/db/client'
import { getSource } from '@/db/queries/get-source'
import { ingestTokens } from '@/db/schema/sources'
import type { Scope } from '@/lib/model/scope'
import { mintIngestToken } from '@/lib/secrets/ingest-token'
import type { AuditEntry } from './append-audit-entry'
import { audited } from './audited'

export type NewToken = {
  name: string
  /** Null for a token that never expires; left out for a year. */
  expiresAt?: Date | null
}

/** Makes a token for a source. This is the only time that it is known. */
export async function createIngestToken(
  scope: Scope,
  sourceId: string,
  token: NewToken,
  on: Db = database(),
): Promise<{ id: string; token: string }> {
  const { teamId } = await getSource(scope, sourceId, on)
  return audited(
    scope,
    { permission: 'token.write', teamId, target: { kind: 'source', id: sourceId } },
    async (tx) => {
      const made = await insertIngestToken(
        tx,
        { orgId: scope.orgId, userId: scope.userId, sourceId, teamId },
        token,
      )
      return { result: { id: made.id, token: made.token }, entry: made.entry }
    },
    on,
  )
}

/** The row and its audit entry, for verbs that create a token among other things. */
export async function insertIngestToken(
  tx: Db,
  of: { orgId: string; userId: string | null; sourceId: string; teamId: string },
  { name, expiresAt = inAYear() }: NewToken,
): Promise<{ id: string; token: string; entry: AuditEntry }> {
  const { id, hash, token } = mintIngestToken()
  await tx.insert(ingestTokens).values({
    orgId: of.orgId,
    id,
    sourceId: of.sourceId,
    name,
    hash,
    createdBy: of.userId,
    createdAt: new Date(),
    expiresAt,
  })
  const after = { name, sourceId: of.sourceId, expiresAt: expiresAt?.toISOString() ?? null }
  return {
    id,
    token,
    entry: { action: 'token.created', target: { kind: 'token', id, teamId: of.teamId }, after },
  }
}

const inAYear = (): Date => new Date(Date.now() + 365 * 86_400_000)
