import { inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Permission } from '@/lib/model/roles'
import { type Scope, teamsFor } from '@/lib/model/scope'

/** The condition that keeps a query to the teams the scope may read; undefined for those who may read all of them. */
export function visibleIn(scope: Scope, permission: Permission, teamColumn: PgColumn): SQL | undefined {
  const teams = teamsFor(scope, permission)
  if (teams === null) return undefined
  return teams.length === 0 ? sql`false` : inArray(teamColumn, teams)
}
