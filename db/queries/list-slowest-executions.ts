import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { ListedExecution } from '@/lib/model/listed-execution'
import type { Scope } from '@/lib/model/scope'
import { type ExecutionQuestion, LASTED_MS, matches } from './execution-filter'
import { LISTED_COLUMNS, LISTED_FROM, PAGE_SIZE } from './list-executions'

/** Among the newest so many: a bound that holds however much there is. */
export const SLOWEST_AMONG = 20_000

/** Those that took longest, or have been running longest; `isCut` says that older ones were not looked at. */
export async function listSlowestExecutions(
  scope: Scope,
  question: ExecutionQuestion,
  on: Db = database(),
): Promise<{ rows: ListedExecution[]; isCut: boolean }> {
  const found = await on.execute<ListedExecution & { isCut: boolean }>(sql`
    with sample as materialized (
      select e.id, ${LASTED_MS} as lasted from executions e where ${matches(scope, question)}
      order by e.occurred_at desc, e.id desc limit ${SLOWEST_AMONG + 1}),
    slowest as (select id, lasted from sample where lasted is not null order by lasted desc, id limit ${PAGE_SIZE})
    select ${LISTED_COLUMNS}, (select count(*) > ${SLOWEST_AMONG} from sample) as "isCut" ${LISTED_FROM}
    join slowest on slowest.id = e.id
    where e.org_id = ${scope.orgId}
    order by slowest.lasted desc, e.id`)
  return {
    rows: found.rows.map(({ isCut: _, ...row }) => row),
    isCut: found.rows[0]?.isCut ?? false,
  }
}
