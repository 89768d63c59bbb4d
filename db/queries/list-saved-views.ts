import { and, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { teams } from '@/db/schema/people'
import { savedViews } from '@/db/schema/views'
import type { SavedView } from '@/lib/model/saved-view'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

/** The views of a list that somebody sees: their own, and those of teams whose executions they may read. */
export const listSavedViews = (scope: Scope, page: string, on: Db = database()): Promise<SavedView[]> =>
  on
    .select({
      id: savedViews.id,
      name: savedViews.name,
      query: savedViews.query,
      teamId: savedViews.teamId,
      teamName: teams.name,
      isDefault: savedViews.isDefault,
    })
    .from(savedViews)
    .leftJoin(teams, and(eq(teams.orgId, savedViews.orgId), eq(teams.id, savedViews.teamId)))
    .where(seen(scope, page))
    .orderBy(asc(teams.name), asc(savedViews.name), asc(savedViews.id))
    .limit(200)

/** What a list opens with when its address says nothing: one's own default, else that of a team. */
export async function findDefaultView(
  scope: Scope,
  page: string,
  on: Db = database(),
): Promise<string | null> {
  const [found] = await on
    .select({ query: savedViews.query })
    .from(savedViews)
    .where(and(seen(scope, page), eq(savedViews.isDefault, true)))
    .orderBy(sql`${savedViews.teamId} is not null`, asc(savedViews.createdAt), asc(savedViews.id))
    .limit(1)
  return found?.query ?? null
}

function seen(scope: Scope, page: string): SQL | undefined {
  const isMine = scope.userId === null ? sql`false` : eq(savedViews.ownerId, scope.userId)
  return and(
    eq(savedViews.orgId, scope.orgId),
    eq(savedViews.page, page),
    or(
      and(isNull(savedViews.teamId), isMine),
      and(sql`${savedViews.teamId} is not null`, visibleIn(scope, 'execution.read', savedViews.teamId)),
    ),
  )
}
