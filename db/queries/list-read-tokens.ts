import { and, arrayOverlaps, desc, eq, or, type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { readTokens } from '@/db/schema/access'
import { teams, users } from '@/db/schema/people'
import { tokenUses } from '@/db/schema/sources'
import type { ListedReadToken } from '@/lib/model/listed-read-token'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { visibleIn } from './visible'

/**
 * The tokens of the API that the scope has a say in: its own, and those for a team it administers. Usable ones first, the
 * newest of each first.
 */
export const listReadTokens = (
  scope: Scope,
  on: Db = database(),
  now = new Date(),
): Promise<ListedReadToken[]> => {
  const status = sql<ListedReadToken['status']>`case when ${readTokens.revokedAt} is not null then 'revoked'
    when ${readTokens.expiresAt} <= ${now} then 'expired' else 'active' end`
  const isOwn = sql<boolean>`coalesce(${readTokens.createdBy} = ${scope.userId}::uuid, false)${withinTeamsOf(scope)}`
  const named = on
    .select({
      teams: sql`coalesce(json_agg(json_build_object('id', ${teams.id}, 'name', ${teams.name}) order by ${teams.name}), '[]')`,
    })
    .from(teams)
    .where(
      and(
        eq(teams.orgId, scope.orgId),
        sql`${teams.id} = any(${readTokens.teamIds})`,
        // A token of one's own names its teams; of another person's, one learns of one's own teams only.
        or(isOwn, visibleIn(scope, 'token.write', teams.id) ?? sql`true`),
      ),
    )
  return on
    .select({
      id: readTokens.id,
      name: readTokens.name,
      status,
      scope: readTokens.scope,
      isForAll: readTokens.isForAll,
      parentId: readTokens.parentId,
      teams: sql<ListedReadToken['teams']>`(${named})`,
      createdAt: readTokens.createdAt,
      createdBy: users.name,
      isOwn,
      expiresAt: readTokens.expiresAt,
      revokedAt: readTokens.revokedAt,
      lastUsedAt: tokenUses.lastUsedAt,
      userAgent: tokenUses.userAgent,
    })
    .from(readTokens)
    .leftJoin(users, and(eq(users.orgId, readTokens.orgId), eq(users.id, readTokens.createdBy)))
    .leftJoin(tokenUses, and(eq(tokenUses.orgId, readTokens.orgId), eq(tokenUses.tokenId, readTokens.id)))
    .where(and(eq(readTokens.orgId, scope.orgId), or(isOwn, isAdministered(scope))))
    .orderBy(sql`${status} = 'active' desc`, desc(readTokens.createdAt), desc(readTokens.id))
    .limit(200)
}

function isAdministered(scope: Scope): SQL {
  const mine = teamsFor(scope, 'token.write')
  if (mine === null) return sql`true`
  return mine.length === 0 ? sql`false` : arrayOverlaps(readTokens.teamIds, mine)
}

/** A token for some teams learns of those of its person's tokens that reach no further. */
const withinTeamsOf = (scope: Scope): SQL =>
  scope.isOfTeams
    ? sql` and not ${readTokens.isForAll} and ${readTokens.teamIds} <@ ${sql.param(Object.keys(scope.teams))}::uuid[]`
    : sql``
