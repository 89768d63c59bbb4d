import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { isReadable } from './readable'

/** True where what the scope may read holds simulated data: figures over all of it are then partly made up. */
export async function hasSample(scope: Scope, on: Db = database()): Promise<boolean> {
  const found = await on.execute<{ is: boolean }>(sql`
    select exists (select 1 from sources s
      where s.org_id = ${scope.orgId} and s.is_sample and ${isReadable(scope, sql`s.team_id`)}) as is`)
  return found.rows[0]?.is ?? false
}
