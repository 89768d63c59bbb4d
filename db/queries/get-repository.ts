import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { Refusal } from '@/lib/model/refusal'
import type { RepositoryDetail, RepositoryRule } from '@/lib/model/repository'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { listRepositories } from './list-repositories'

/** One repository with its rules. Not there and not for you are the same answer. */
export async function getRepository(
  scope: Scope,
  repositoryId: string,
  on: Db = database(),
): Promise<RepositoryDetail> {
  const [found] = isUuid(repositoryId) ? await listRepositories(scope, on, repositoryId) : []
  if (found === undefined) throw new Refusal('not_found', 'There is no such repository.')
  const { rows } = await on.execute<RepositoryRule>(sql`
    select id, pattern, format, source_id as "sourceId", namespace, flow from repository_rules
    where org_id = ${scope.orgId} and repository_id = ${found.id} order by position, id`)
  return { ...found, ruleList: rows }
}
