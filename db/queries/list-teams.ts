import { and, asc, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { memberships, teams, users } from '@/db/schema/people'
import { flows, sources } from '@/db/schema/sources'
import type { ListedTeam } from '@/lib/model/listed-member'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

/** The teams whose people the scope may read, with how many people, sources and flows each has. */
export async function listTeams(scope: Scope, on: Db = database()): Promise<ListedTeam[]> {
  const rows = await on
    .select({ id: teams.id, slug: teams.slug, name: teams.name, createdAt: teams.createdAt })
    .from(teams)
    .where(and(eq(teams.orgId, scope.orgId), visibleIn(scope, 'member.read', teams.id)))
    .orderBy(asc(sql`lower(${teams.name})`), asc(teams.id))
    .limit(500)
  const [members, ofSources, ofFlows] = await Promise.all([
    on
      .select({ teamId: memberships.teamId, count: sql<number>`count(*)::int` })
      .from(memberships)
      .innerJoin(users, and(eq(users.orgId, memberships.orgId), eq(users.id, memberships.userId)))
      .where(
        and(
          eq(memberships.orgId, scope.orgId),
          sql`${users.disabledAt} is null`,
          visibleIn(scope, 'member.read', memberships.teamId),
        ),
      )
      .groupBy(memberships.teamId),
    on
      .select({ teamId: sources.teamId, count: sql<number>`count(*)::int` })
      .from(sources)
      .where(and(eq(sources.orgId, scope.orgId), visibleIn(scope, 'member.read', sources.teamId)))
      .groupBy(sources.teamId),
    on
      .select({ teamId: flows.teamId, count: sql<number>`count(*)::int` })
      .from(flows)
      .where(and(eq(flows.orgId, scope.orgId), visibleIn(scope, 'member.read', flows.teamId)))
      .groupBy(flows.teamId),
  ])
  return rows.map((team) => ({
    ...team,
    members: countOf(members, team.id),
    sources: countOf(ofSources, team.id),
    flows: countOf(ofFlows, team.id),
  }))
}

const countOf = (counts: { teamId: string; count: number }[], teamId: string): number =>
  counts.find((one) => one.teamId === teamId)?.count ?? 0
