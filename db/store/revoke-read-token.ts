import { and, eq, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { readTokens } from '@/db/schema/access'
import { Refusal } from '@/lib/model/refusal'
import type { Permission } from '@/lib/model/roles'
import { mayIn, type Scope } from '@/lib/model/scope'
import { audited } from './audited'

/** Ends a token that reads the API, from the next request on. Its person may, and whoever administers a team that it reads. */
export async function revokeReadToken(scope: Scope, tokenId: string, on: Db = database()): Promise<void> {
  const isIt = and(
    eq(readTokens.orgId, scope.orgId),
    eq(readTokens.id, tokenId),
    isNull(readTokens.revokedAt),
  )
  const [token] = await on
    .select({ name: readTokens.name, teamIds: readTokens.teamIds, createdBy: readTokens.createdBy })
    .from(readTokens)
    .where(isIt)
  const needs = token && needsTo(scope, token)
  if (!token || !needs) throw gone()
  await audited(
    scope,
    { ...needs, target: { kind: 'read_token', id: tokenId } },
    async (tx) => {
      const revoked = await tx
        .update(readTokens)
        .set({ revokedAt: new Date() })
        .where(isIt)
        .returning({ id: readTokens.id })
      if (revoked.length === 0) throw gone()
      return {
        result: undefined,
        entry: {
          action: 'read_token.revoked',
          target: {
            kind: 'read_token',
            id: tokenId,
            teamId: token.teamIds.length === 1 ? needs.teamId : null,
          },
          before: { name: token.name, teamIds: token.teamIds },
        },
      }
    },
    on,
  )
}

/** The right by which the scope may end the token; null where it is none of theirs, which is told as not being there. */
function needsTo(
  scope: Scope,
  token: { teamIds: string[]; createdBy: string },
): { permission: Permission; teamId: string | null } | null {
  const isOwn = scope.userId !== null && token.createdBy === scope.userId
  const permission: Permission = isOwn ? 'read_token.write' : 'token.write'
  const teamId = token.teamIds.find((id) => mayIn(scope, permission, id))
  return teamId === undefined ? null : { permission, teamId }
}

const gone = () => new Refusal('not_found', 'There is no such token, or it was revoked already.')
