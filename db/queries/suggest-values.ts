import { type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, matches } from './execution-filter'

export type Suggestion = { value: string; count: number }

const SAMPLE = 10_000
const SUGGESTIONS_MAX = 10

const VALUE: Record<string, SQL> = {
  state: sql`e.state`,
  flow: sql`(select f.name from flows f where f.org_id = e.org_id and f.id = e.flow_id)`,
  namespace: sql`(select nullif(f.namespace, '') from flows f where f.org_id = e.org_id and f.id = e.flow_id)`,
  source: sql`(select s.slug from sources s where s.org_id = e.org_id and s.id = e.source_id)`,
  team: sql`(select t.slug from teams t where t.org_id = e.org_id and t.id = e.team_id)`,
  environment: sql`e.environment`,
  trigger: sql`e.trigger`,
  actor: sql`e.actor`,
  error: sql`e.error_type`,
  task: sql`e.failed_task`,
  commit: sql`e.commit`,
  branch: sql`e.branch`,
  version: sql`e.version`,
  dialect: sql`e.dialect`,
}

/** Values of a key that begin with or contain what was typed, the most frequent first, among the newest executions. */
export async function suggestValues(
  scope: Scope,
  question: ExecutionQuestion,
  key: string,
  typed: string,
  on: Db = database(),
): Promise<Suggestion[]> {
  const value = key.startsWith('label.') ? sql`e.labels ->> ${key.slice('label.'.length)}` : VALUE[key]
  if (!value) return []
  const found = await on.execute<Suggestion>(sql`
    select value, count(*)::int as count from (
      select ${value} as value from executions e where ${matches(scope, question)}
      order by e.occurred_at desc, e.id desc limit ${SAMPLE}) sample
    where value is not null and position(lower(${typed}) in lower(value)) > 0
    group by value order by (position(lower(${typed}) in lower(value)) = 1) desc, 2 desc, 1
    limit ${SUGGESTIONS_MAX}`)
  return found.rows
}
