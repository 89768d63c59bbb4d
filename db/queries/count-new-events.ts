import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { type EventFilter, isMine, matches } from './list-events'

const NEW_CAP = 99

/** How many events that fit the filter came after the newest one on the screen, at most a hundred. */
export async function countNewEvents(
  scope: Scope,
  filter: EventFilter,
  newest: string | null,
  on: Db = database(),
): Promise<number> {
  const isNewer =
    newest !== null && isUuid(newest)
      ? sql`and (e.received_at, e.id) > (select a.received_at, a.id from events a
          where a.org_id = ${scope.orgId} and a.id = ${newest}::uuid)`
      : sql``
  const found = await on.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from events e join sources s on s.org_id = e.org_id and s.id = e.source_id
      where ${isMine(scope)} and ${matches(scope, filter)} ${isNewer} limit ${NEW_CAP + 1}) newer`)
  return found.rows[0]?.count ?? 0
}
