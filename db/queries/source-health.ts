import { and, desc, eq, gte, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { sourceCounts, sources } from '@/db/schema/sources'
import type { CountRow, Verdict } from '@/lib/model/arrival'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

/** Counts are kept by the hour, so the last 24 hours begin at a full one. */
export function dayAgo(now: Date): Date {
  const hour = 3_600_000
  return new Date(Math.floor(now.getTime() / hour) * hour - 23 * hour)
}

/** What became of everything a source sent in the last 24 hours, by signal, verdict and reason, the most first. */
export const countsOfSource = (
  scope: Scope,
  sourceId: string,
  on: Db = database(),
  now = new Date(),
): Promise<CountRow[]> =>
  on
    .select({
      signal: sourceCounts.signal,
      // Written by our own receiver alone, which knows these four.
      verdict: sql<Verdict>`${sourceCounts.verdict}`,
      reason: sourceCounts.reason,
      count: sql<number>`sum(${sourceCounts.count})`.mapWith(Number),
    })
    .from(sourceCounts)
    .innerJoin(sources, and(eq(sources.orgId, sourceCounts.orgId), eq(sources.id, sourceCounts.sourceId)))
    .where(
      and(
        eq(sourceCounts.orgId, scope.orgId),
        eq(sourceCounts.sourceId, sourceId),
        gte(sourceCounts.hour, dayAgo(now)),
        visibleIn(scope, 'source.read', sources.teamId),
      ),
    )
    .groupBy(sourceCounts.signal, sourceCounts.verdict, sourceCounts.reason)
    .orderBy(
      desc(sql`sum(${sourceCounts.count})`),
      sourceCounts.signal,
      sourceCounts.verdict,
      sourceCounts.reason,
    )
    .limit(200)
