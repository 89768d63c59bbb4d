import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { rejections, sources } from '@/db/schema/sources'
import type { ListedRejection } from '@/lib/model/listed-rejection'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { visibleIn } from './visible'

export type RejectionFilter = {
  reason?: string
  signal?: string
  /** The id of the last row of the page before. */
  after?: string
}

/** Items of a source that were refused, the newest first: one page, and one row more where there is another. */
export const listRejections = (
  scope: Scope,
  sourceId: string,
  filter: RejectionFilter = {},
  limit = 50,
  on: Db = database(),
): Promise<ListedRejection[]> =>
  on
    .select({
      id: rejections.id,
      receivedAt: rejections.receivedAt,
      signal: rejections.signal,
      reason: rejections.reason,
      path: rejections.path,
      message: rejections.message,
      item: sql<string | null>`jsonb_pretty(${rejections.item})`,
    })
    .from(rejections)
    .innerJoin(sources, and(eq(sources.orgId, rejections.orgId), eq(sources.id, rejections.sourceId)))
    .where(
      and(
        isOf(scope, sourceId),
        filter.reason === undefined ? undefined : eq(rejections.reason, filter.reason),
        filter.signal === undefined ? undefined : eq(rejections.signal, filter.signal),
        isAfter(scope, filter.after),
      ),
    )
    .orderBy(desc(rejections.receivedAt), desc(rejections.id))
    .limit(limit + 1)

export type RejectionChoice = { reason: string; signal: string; count: number }

/** How many of the kept ones there are by reason and signal: what the inbox can be narrowed to. */
export const countRejections = (
  scope: Scope,
  sourceId: string,
  on: Db = database(),
): Promise<RejectionChoice[]> =>
  on
    .select({ reason: rejections.reason, signal: rejections.signal, count: sql<number>`count(*)::int` })
    .from(rejections)
    .innerJoin(sources, and(eq(sources.orgId, rejections.orgId), eq(sources.id, rejections.sourceId)))
    .where(isOf(scope, sourceId))
    .groupBy(rejections.reason, rejections.signal)
    .orderBy(desc(sql`count(*)`), rejections.reason, rejections.signal)
    .limit(100)

const isOf = (scope: Scope, sourceId: string): SQL | undefined =>
  isUuid(sourceId)
    ? and(
        eq(rejections.orgId, scope.orgId),
        eq(rejections.sourceId, sourceId),
        visibleIn(scope, 'source.read', sources.teamId),
      )
    : sql`false`

const isAfter = (scope: Scope, after: string | undefined): SQL | undefined =>
  after !== undefined && isUuid(after)
    ? sql`(${rejections.receivedAt}, ${rejections.id}) < (select a.received_at, a.id from rejections a
        where a.org_id = ${scope.orgId} and a.id = ${after})`
    : undefined
