import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { LiveChange } from '@/lib/model/live-change'

/** The team of each changed execution, source and change of a definition, so that each viewer is told of theirs only. */
export async function teamsOfChanged(
  orgId: string,
  change: LiveChange,
  on: Db = database(),
): Promise<Map<string, string>> {
  const found = await on.execute<{ id: string; teamId: string }>(sql`
    select e.id, e.team_id as "teamId" from executions e
      where e.org_id = ${orgId} and e.id = any(${sql.param(change.executions)}::uuid[])
    union all
    select s.id, s.team_id from sources s
      where s.org_id = ${orgId} and s.id = any(${sql.param(change.sources)}::uuid[])
    union all
    select c.id, c.team_id from changes c
      where c.org_id = ${orgId} and c.id = any(${sql.param(change.changes)}::uuid[])
    limit 200`)
  return new Map(found.rows.map((row) => [row.id, row.teamId]))
}
