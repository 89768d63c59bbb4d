import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { teams } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'

/** Refuses a team that the organization does not have: owners may do everything in every team, so no permission says so. */
export async function requireTeam(tx: Db, orgId: string, teamId: string): Promise<void> {
  const found = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.orgId, orgId), eq(teams.id, teamId)))
    .for('share')
  if (found.length === 0) throw new Refusal('not_found', 'There is no such team.', null, 'teamId')
}
