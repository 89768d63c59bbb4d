import { and, eq, isNull, or } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { readTokens } from '@/db/schema/access'
import { Refusal } from '@/lib/model/refusal'
import type { Permission } from '@/lib/model/roles'
import { mayIn, type Scope } from '@/lib/model/scope'
import { audited } from './audited'

type Token = { name: string; teamIds: string[]; isForAll: boolean; createdBy: string }

/**
 * Ends a token of the API from the next request on, with those that it made. Its person may, and whoever administers a team
 * that it is for.
 */
export async function revokeReadToken(scope: Scope, tokenId: string, on: Db = database()): Promise<void> {
  const isUsable = and(eq(readTokens.orgId, scope.orgId), isNull(readTokens.revokedAt))
  const [token] = await on
    .select({
      name: readTokens.name,
      teamIds: readTokens.teamIds,
      isForAll: readTokens.isForAll,
      createdBy: readTokens.createdBy,
    })
    .from(readTokens)
    .where(and(isUsable, eq(readTokens.id, tokenId)))
  const needs = token && needsTo(scope, token)
  if (!token || !needs) throw gone()
  await audited(
    scope,
    { ...needs, target: { kind: 'read_token', id: tokenId } },
    async (tx) => {
      const revoked = await tx
        .update(readTokens)
        .set({ revokedAt: new Date() })
        .where(and(isUsable, or(eq(readTokens.id, tokenId), eq(readTokens.parentId, tokenId))))
        .returning({ id: readTokens.id })
      if (!revoked.some(({ id }) => id === tokenId)) throw gone()
      const { name, teamIds } = token
      return {
        result: undefined,
        entry: {
          action: 'read_token.revoked',
          target: { kind: 'read_token', id: tokenId, teamId: teamIds.length === 1 ? needs.teamId : null },
          before: { name, teamIds },
          after: { revoked: revoked.map(({ id }) => id) },
        },
      }
    },
    on,
  )
}

/** The right by which the scope may end the token; null where it is none of theirs, which is told as not being there. */
function needsTo(scope: Scope, token: Token): { permission: Permission; teamId: string | null } | null {
  const isOwn = scope.userId !== null && token.createdBy === scope.userId
  const permission: Permission = isOwn ? 'read_token.write' : 'token.write'
  const mayIt = (id: string) => mayIn(scope, permission, id)
  if (token.isForAll) {
    if (scope.isOwner) return { permission, teamId: null }
    const teamId = isOwn && !scope.isOfTeams ? Object.keys(scope.teams).find(mayIt) : undefined
    return teamId === undefined ? null : { permission, teamId }
  }
  // A token for some teams has no say in one of its person's that reaches further.
  if (scope.isOfTeams && !token.teamIds.every(mayIt)) return null
  const teamId = token.teamIds.find(mayIt)
  return teamId === undefined ? null : { permission, teamId }
}

const gone = () => new Refusal('not_found', 'There is no such token, or it was revoked already.')
