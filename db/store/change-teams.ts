import { randomUUID } from 'node:crypto'
import { and, eq, ne, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { teams } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { slugOf } from '@/lib/model/slug'
import { audited } from './audited'

/** Adds a team to the organization, which owners alone may do. */
export const createTeam = (
  scope: Scope,
  { name }: { name: string },
  on: Db = database(),
): Promise<{ teamId: string }> =>
  audited(
    scope,
    { permission: 'team.write', teamId: null },
    async (tx) => {
      const teamId = randomUUID()
      await requireFreeName(tx, scope.orgId, teamId, name)
      const made = await tx
        .insert(teams)
        .values({ orgId: scope.orgId, id: teamId, slug: slugOf(name), name, createdAt: new Date() })
        .onConflictDoNothing({ target: [teams.orgId, teams.slug] })
        .returning({ slug: teams.slug })
      const slug = made[0]?.slug
      if (slug === undefined) throw taken(name)
      return {
        result: { teamId },
        entry: {
          action: 'team.created',
          target: { kind: 'team', id: teamId, teamId },
          after: { name, slug },
        },
      }
    },
    on,
  )

/** Gives a team another name. Its slug stays: addresses and saved filters hold it. */
export const renameTeam = (
  scope: Scope,
  teamId: string,
  { name }: { name: string },
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { permission: 'team.write', teamId, target: { kind: 'team', id: teamId } },
    async (tx) => {
      const isThis = and(eq(teams.orgId, scope.orgId), eq(teams.id, teamId))
      const [before] = await tx.select({ name: teams.name }).from(teams).where(isThis).for('update')
      if (before === undefined) throw new Refusal('not_found', 'There is no such team.')
      await requireFreeName(tx, scope.orgId, teamId, name)
      await tx.update(teams).set({ name }).where(isThis)
      return {
        result: undefined,
        entry: {
          action: 'team.renamed',
          target: { kind: 'team', id: teamId, teamId },
          before: { name: before.name },
          after: { name },
        },
      }
    },
    on,
  )

async function requireFreeName(tx: Db, orgId: string, teamId: string, name: string): Promise<void> {
  const same = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(
      and(eq(teams.orgId, orgId), ne(teams.id, teamId), sql`lower(${teams.name}) = lower(${name}::text)`),
    )
    .limit(1)
  if (same.length > 0) throw taken(name)
}

const taken = (name: string) =>
  new Refusal('conflict', `There is a team called “${name}” already.`, null, 'name')
