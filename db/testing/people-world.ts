import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { testScope } from './scopes'

/** A person with the scope that their session would have. */
export type Person = { userId: string; email: string; scope: Scope }

export type PeopleWorld = { orgId: string; teams: [string, string]; owner: Person }

/** An organization with two teams and one owner, who is in neither. */
export async function buildPeople(db: Db): Promise<PeopleWorld> {
  const orgId = randomUUID()
  await db.execute(sql`insert into organizations (org_id, name, created_at) values (${orgId}, 'Acme', now())`)
  const teams: [string, string] = [randomUUID(), randomUUID()]
  for (const [index, id] of teams.entries()) {
    await db.execute(sql`insert into teams (org_id, id, slug, name, created_at)
      values (${orgId}, ${id}, ${`team-${index}`}, ${`Team ${index}`}, now())`)
  }
  return { orgId, teams, owner: await addPerson(db, orgId, { isOwner: true }) }
}

/** Adds a person to an organization and to teams of it, signed in once. */
export async function addPerson(
  db: Db,
  orgId: string,
  of: { isOwner?: boolean; teams?: Record<string, Role>; name?: string } = {},
): Promise<Person> {
  const userId = randomUUID()
  const { isOwner = false, teams = {}, name = 'Person' } = of
  const email = `${userId}@example.com`
  await db.execute(sql`insert into users (org_id, id, email, name, is_owner, created_at)
    values (${orgId}, ${userId}, ${email}, ${name}, ${isOwner}, now())`)
  for (const [teamId, role] of Object.entries(teams)) {
    await db.execute(sql`insert into memberships (org_id, user_id, team_id, role)
      values (${orgId}, ${userId}, ${teamId}, ${role})`)
  }
  await db.execute(sql`insert into sessions (org_id, id, user_id, created_at, last_seen_at, expires_at)
    values (${orgId}, ${randomUUID()}, ${userId}, now(), now(), now() + interval '1 day')`)
  return { userId, email, scope: testScope({ orgId, userId, isOwner, teams, name }) }
}
