import { and, eq, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { getSource } from '@/db/queries/get-source'
import { ingestTokens } from '@/db/schema/sources'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'

/** Ends a token. Receivers remember a good token for up to five seconds, so it may still be taken that long. */
export async function revokeIngestToken(
  scope: Scope,
  sourceId: string,
  tokenId: string,
  on: Db = database(),
): Promise<void> {
  const { teamId } = await getSource(scope, sourceId, on)
  await audited(
    scope,
    { permission: 'token.write', teamId, target: { kind: 'token', id: tokenId } },
    async (tx) => {
      const [revoked] = await tx
        .update(ingestTokens)
        .set({ revokedAt: new Date() })
        .where(
          and(
            eq(ingestTokens.orgId, scope.orgId),
            eq(ingestTokens.id, tokenId),
            eq(ingestTokens.sourceId, sourceId),
            isNull(ingestTokens.revokedAt),
          ),
        )
        .returning({ name: ingestTokens.name })
      if (revoked === undefined)
        throw new Refusal('not_found', 'There is no such token, or it was revoked already.')
      return {
        result: undefined,
        entry: {
          action: 'token.revoked',
          target: { kind: 'token', id: tokenId, teamId },
          before: { name: revoked.name, sourceId },
        },
      }
    },
    on,
  )
}
