import { and, asc, desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { events } from '@/db/schema/events'
import { teams } from '@/db/schema/people'
import { ingestTokens, sourceCounts, sources, tokenUses } from '@/db/schema/sources'
import type { ListedSource } from '@/lib/model/listed-source'
import type { Scope } from '@/lib/model/scope'
import { dayAgo } from './source-health'
import { visibleIn } from './visible'

/** More sources than a list can hold are not made by people; the limit is there for those that are not. */
const LIMIT = 500

/** The sources the scope may read, with what became of what they sent in the last 24 hours. */
export const listSources = (scope: Scope, on: Db = database(), now = new Date()): Promise<ListedSource[]> => {
  const counted = (verdict: string) =>
    sql<number>`coalesce((select sum(${sourceCounts.count}) from ${sourceCounts}
      where ${sourceCounts.orgId} = ${sources.orgId} and ${sourceCounts.sourceId} = ${sources.id}
        and ${sourceCounts.hour} >= ${dayAgo(now)} and ${sourceCounts.verdict} = ${verdict}), 0)`.mapWith(
      Number,
    )
  const usable = on
    .select({ n: sql<number>`count(*)` })
    .from(ingestTokens)
    .where(
      and(
        eq(ingestTokens.orgId, sources.orgId),
        eq(ingestTokens.sourceId, sources.id),
        isNull(ingestTokens.revokedAt),
        or(isNull(ingestTokens.expiresAt), gt(ingestTokens.expiresAt, now)),
      ),
    )
  return on
    .select({
      id: sources.id,
      name: sources.name,
      kind: sources.kind,
      environment: sources.environment,
      isSample: sources.isSample,
      teamName: teams.name,
      lastReceivedAt: lastReceivedAt(on),
      stored: counted('stored'),
      duplicate: counted('duplicate'),
      rejected: counted('rejected'),
      redacted: counted('redacted'),
      tokens: sql<number>`(${usable})`.mapWith(Number),
    })
    .from(sources)
    .innerJoin(teams, and(eq(teams.orgId, sources.orgId), eq(teams.id, sources.teamId)))
    .where(and(eq(sources.orgId, scope.orgId), visibleIn(scope, 'source.read', sources.teamId)))
    .orderBy(asc(sql`lower(${sources.name})`), asc(sources.id))
    .limit(LIMIT)
}

/**
 * When any token of the source was last used, revoked ones included, or its newest event came, which may be signed instead;
 * Runledger's own source has its id in place of a token.
 */
const lastReceivedAt = (on: Db) => {
  const own = on
    .select({ id: ingestTokens.id })
    .from(ingestTokens)
    .where(and(eq(ingestTokens.orgId, sources.orgId), eq(ingestTokens.sourceId, sources.id)))
  const newest = on
    .select({ at: sql`max(${tokenUses.lastUsedAt})` })
    .from(tokenUses)
    .where(
      and(
        eq(tokenUses.orgId, sources.orgId),
        sql`(${tokenUses.tokenId} in (${own}) or ${tokenUses.tokenId} = ${sources.id}::text)`,
      ),
    )
  const newestEvent = on
    .select({ at: events.receivedAt })
    .from(events)
    .where(and(eq(events.orgId, sources.orgId), eq(events.sourceId, sources.id)))
    .orderBy(desc(events.receivedAt), desc(events.id))
    .limit(1)
  return sql<Date | null>`greatest((${newest}), (${newestEvent}))`.mapWith(tokenUses.lastUsedAt)
}
