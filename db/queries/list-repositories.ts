import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ListedRepository } from '@/lib/model/repository'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

const LIMIT = 500

type Row = Omit<ListedRepository, 'headAt' | 'readAt' | 'createdAt'> & {
  headAt: string | null
  readAt: string | null
  createdAt: string
}

/** The repositories of the teams that the scope may read, by name; one alone where its id is given. */
export async function listRepositories(
  scope: Scope,
  on: Db = database(),
  repositoryId: string | null = null,
): Promise<ListedRepository[]> {
  const isAsked = repositoryId === null ? sql`true` : sql`r.id = ${repositoryId}`
  const { rows } = await on.execute<Row>(sql`
    select r.id, r.team_id as "teamId", t.name as "teamName", r.name, r.url, r.branch,
      r.credential is not null as "hasCredential", r.head_sha as "headSha", r.head_at as "headAt", r.read_at as "readAt",
      r.problem, r.created_at as "createdAt",
      (select count(*)::int from repository_rules u where u.org_id = r.org_id and u.repository_id = r.id) as rules,
      (select count(*)::int from commits c where c.org_id = r.org_id and c.repository_id = r.id) as commits,
      (select count(distinct f.path)::int from repository_files f
        where f.org_id = r.org_id and f.repository_id = r.id) as files,
      (select count(distinct f.flow_id)::int from repository_files f
        where f.org_id = r.org_id and f.repository_id = r.id) as flows
    from repositories r join teams t on t.org_id = r.org_id and t.id = r.team_id
    where r.org_id = ${scope.orgId} and ${isReadable(scope, sql`r.team_id`)} and ${isAsked}
    order by r.name limit ${LIMIT}`)
  return rows.map(({ headAt, readAt, createdAt, ...row }) => ({
    ...row,
    headAt: headAt === null ? null : new Date(headAt),
    readAt: readAt === null ? null : new Date(readAt),
    createdAt: new Date(createdAt),
  }))
}
