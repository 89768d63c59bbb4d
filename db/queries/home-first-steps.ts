import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { FirstSteps } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'
import { teamsFor } from '@/lib/model/scope'

/** How far an installation without executions has come: sources, whether any has ever sent something, people. */
export async function getFirstSteps(scope: Scope, on: Db = database()): Promise<FirstSteps> {
  const teams = teamsFor(scope, 'source.read')
  const isMine = teams === null ? sql`true` : sql`s.team_id = any(${sql.param(teams)}::uuid[])`
  const found = await on.execute<FirstSteps>(sql`
    with mine as materialized (
      select s.id from sources s
      where s.org_id = ${scope.orgId} and ${isMine} and s.kind <> 'runledger' order by s.created_at desc, s.id)
    select (select count(*)::int from mine) as sources, (select id from mine limit 1) as "newestSourceId",
      exists (select 1 from source_counts c where c.org_id = ${scope.orgId} and c.source_id in (select id from mine)
        and c.verdict = 'stored') as "hasHeard",
      (select count(*)::int from users u where u.org_id = ${scope.orgId} and u.disabled_at is null) as people`)
  return found.rows[0] ?? { sources: 0, newestSourceId: null, hasHeard: false, people: 1 }
}
