import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { organizations, teams } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import type { WorkingHours } from '@/lib/model/working-hours'
import { audited } from './audited'

/** Says when a team is at work; with null it has the hours of the organization again. */
export const setTeamHours = (
  scope: Scope,
  teamId: string,
  hours: WorkingHours | null,
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { permission: 'team.write', teamId, target: { kind: 'team', id: teamId } },
    async (tx) => {
      await requireZone(tx, hours)
      const isThis = and(eq(teams.orgId, scope.orgId), eq(teams.id, teamId))
      const [before] = await tx.select({ hours: teams.workingHours }).from(teams).where(isThis).for('update')
      if (before === undefined) throw new Refusal('not_found', 'There is no such team.')
      await tx.update(teams).set({ workingHours: hours }).where(isThis)
      return {
        result: undefined,
        entry: {
          action: 'working_hours.updated',
          target: { kind: 'team', id: teamId, teamId },
          before: { hours: before.hours },
          after: { hours },
        },
      }
    },
    on,
  )

/** Says when people are at work whose team has no hours of its own; for owners. */
export const setOrganizationHours = (scope: Scope, hours: WorkingHours, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'team.write', teamId: null },
    async (tx) => {
      await requireZone(tx, hours)
      const mine = eq(organizations.orgId, scope.orgId)
      const [before] = await tx
        .select({ hours: organizations.workingHours })
        .from(organizations)
        .where(mine)
        .for('update')
      if (before === undefined) throw new Refusal('not_found', 'There is no such organization.')
      await tx.update(organizations).set({ workingHours: hours }).where(mine)
      return {
        result: undefined,
        entry: {
          action: 'working_hours.updated',
          target: { kind: 'organization', id: scope.orgId, teamId: null },
          before: { hours: before.hours },
          after: { hours },
        },
      }
    },
    on,
  )

/** The database works with the hours of all teams at once: one zone that it does not know would break every list. */
async function requireZone(tx: Db, hours: WorkingHours | null): Promise<void> {
  if (hours === null) return
  const { rows } = await tx.execute(
    sql`select 1 from pg_timezone_names z where z.name = ${hours.zone} limit 1`,
  )
  if (rows.length === 0)
    throw new Refusal('invalid', `The database knows no time zone “${hours.zone}”.`, null, 'zone')
}
