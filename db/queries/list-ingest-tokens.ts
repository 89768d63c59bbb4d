import { and, desc, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { users } from '@/db/schema/people'
import { ingestTokens, sources, tokenUses } from '@/db/schema/sources'
import type { ListedToken } from '@/lib/model/listed-token'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

/** The tokens of a source, usable ones first, the newest of each first. Never the tokens themselves: nobody has them. */
export const listIngestTokens = (
  scope: Scope,
  sourceId: string,
  on: Db = database(),
  now = new Date(),
): Promise<ListedToken[]> => {
  const status = sql<ListedToken['status']>`case when ${ingestTokens.revokedAt} is not null then 'revoked'
    when ${ingestTokens.expiresAt} <= ${now} then 'expired' else 'active' end`
  return on
    .select({
      id: ingestTokens.id,
      name: ingestTokens.name,
      status,
      createdAt: ingestTokens.createdAt,
      createdBy: users.name,
      expiresAt: ingestTokens.expiresAt,
      revokedAt: ingestTokens.revokedAt,
      lastUsedAt: tokenUses.lastUsedAt,
      userAgent: tokenUses.userAgent,
    })
    .from(ingestTokens)
    .innerJoin(sources, and(eq(sources.orgId, ingestTokens.orgId), eq(sources.id, ingestTokens.sourceId)))
    .leftJoin(users, and(eq(users.orgId, ingestTokens.orgId), eq(users.id, ingestTokens.createdBy)))
    .leftJoin(tokenUses, and(eq(tokenUses.orgId, ingestTokens.orgId), eq(tokenUses.tokenId, ingestTokens.id)))
    .where(
      and(
        eq(ingestTokens.orgId, scope.orgId),
        eq(ingestTokens.sourceId, sourceId),
        visibleIn(scope, 'source.read', sources.teamId),
      ),
    )
    .orderBy(sql`${status} = 'active' desc`, desc(ingestTokens.createdAt), desc(ingestTokens.id))
    .limit(100)
}
