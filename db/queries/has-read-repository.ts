import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { isReadable } from './readable'

/** True where a repository that is fetched defines flows of a source, or is one that the source's webhooks tell of. */
export async function hasReadRepository(
  scope: Scope,
  sourceId: string,
  on: Db = database(),
): Promise<boolean> {
  if (!isUuid(sourceId)) return false
  const { rows } = await on.execute<{ isRead: boolean }>(sql`
    select exists (select 1 from repositories r
      where r.org_id = s.org_id and r.url is not null and (
        exists (select 1 from repository_rules u
          where u.org_id = r.org_id and u.repository_id = r.id and u.source_id = s.id)
        or exists (select 1 from change_tellings t
          where t.org_id = r.org_id and t.repository = r.name and t.source_id = s.id))) as "isRead"
    from sources s
    where s.org_id = ${scope.orgId} and s.id = ${sourceId}::uuid and ${isReadable(scope, sql`s.team_id`)}`)
  return rows[0]?.isRead === true
}
