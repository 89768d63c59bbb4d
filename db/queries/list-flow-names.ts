import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

const LIMIT = 10_000

/** The flows of sources by name, as far as the scope may read them. */
export async function listFlowNames(
  scope: Scope,
  sourceIds: readonly string[],
  on: Db = database(),
): Promise<{ id: string; sourceId: string; namespace: string; flow: string }[]> {
  if (sourceIds.length === 0) return []
  const { rows } = await on.execute<{ id: string; sourceId: string; namespace: string; flow: string }>(sql`
    select f.id, f.source_id as "sourceId", f.namespace, f.name as flow from flows f
    where f.org_id = ${scope.orgId} and f.source_id = any(${sql.param([...sourceIds])}::uuid[])
      and ${isReadable(scope, sql`f.team_id`)}
    order by f.namespace, f.name, f.id limit ${LIMIT}`)
  return rows
}
