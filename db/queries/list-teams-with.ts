import { and, asc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { teams } from '@/db/schema/people'
import type { Permission } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

export type TeamRow = { id: string; name: string }

/** The teams in which the scope holds a permission: what a form may offer. */
export const listTeamsWith = (
  scope: Scope,
  permission: Permission,
  on: Db = database(),
): Promise<TeamRow[]> =>
  on
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(and(eq(teams.orgId, scope.orgId), visibleIn(scope, permission, teams.id)))
    .orderBy(asc(teams.name), asc(teams.id))
    .limit(500)
