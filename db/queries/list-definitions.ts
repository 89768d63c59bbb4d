import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { NumberedDefinition } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { definitionText } from './definition-text'
import { isReadable } from './readable'

const MOST = 20
const NUMBER_MAX = 2 ** 31 - 1

type Row = Omit<NumberedDefinition, 'firstAt'> & { firstAt: string }

/** Versions of a flow that the scope may read with their texts, the lowest first: those of these numbers, or the newest two. */
export async function listDefinitions(
  scope: Scope,
  flowId: string,
  numbers: readonly number[],
  on: Db = database(),
): Promise<NumberedDefinition[]> {
  if (!isUuid(flowId)) return []
  const known = numbers.filter((each) => Number.isInteger(each) && each > 0 && each <= NUMBER_MAX)
  const isAsked =
    numbers.length === 0
      ? sql`v.number > (select max(n.number) - 2 from flow_versions n
          where n.org_id = v.org_id and n.flow_id = v.flow_id)`
      : sql`v.number = any(${sql.param(known.slice(0, MOST))}::int[])`
  const found = await on.execute<Row>(sql`
    select encode(v.hash, 'hex') as hash, v.number, v.first_at::text as "firstAt", coalesce(d.format, 'text') as format,
      ${definitionText(sql`d`)} as text
    from flow_versions v
      join flows f on f.org_id = v.org_id and f.id = v.flow_id and ${isReadable(scope, sql`f.team_id`)}
      left join definitions d on d.org_id = v.org_id and d.hash = v.hash
    where v.org_id = ${scope.orgId} and v.flow_id = ${flowId}::uuid
      and ${isAsked}
    order by v.number`)
  return found.rows.map((row) => ({ ...row, firstAt: new Date(row.firstAt) }))
}
