import { and, asc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { organizations, teams } from '@/db/schema/people'
import type { Scope } from '@/lib/model/scope'
import type { ListedHours } from '@/lib/model/working-hours'
import { USUAL_HOURS } from '@/lib/model/working-hours'
import { visibleIn } from './visible'

/** When people are at work: in the organization, and in the teams whose people the scope may read. */
export async function listWorkingHours(scope: Scope, on: Db = database()): Promise<ListedHours> {
  const [[organization], ofTeams] = await Promise.all([
    on
      .select({ hours: organizations.workingHours })
      .from(organizations)
      .where(eq(organizations.orgId, scope.orgId)),
    on
      .select({ id: teams.id, own: teams.workingHours })
      .from(teams)
      .where(and(eq(teams.orgId, scope.orgId), visibleIn(scope, 'member.read', teams.id)))
      .orderBy(asc(teams.id)),
  ])
  return { organization: organization?.hours ?? USUAL_HOURS, teams: ofTeams }
}
