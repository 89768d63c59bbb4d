import { and, asc, desc, eq, gt } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { memberships, organizations, sessions, teams, users } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { SESSION_IDLE_MS } from './find-session'

export type AccountDetail = {
  name: string
  email: string
  isOwner: boolean
  organization: string
  createdAt: Date
  teams: { id: string; name: string; role: Role }[]
}

export type SessionRow = {
  id: string
  createdAt: Date
  lastSeenAt: Date
  ip: string | null
  userAgent: string | null
}

/** The person who asks. */
export async function getAccount(scope: Scope, on: Db = database()): Promise<AccountDetail> {
  const me = personOf(scope)
  const [person] = await on
    .select({
      name: users.name,
      email: users.email,
      isOwner: users.isOwner,
      organization: organizations.name,
      createdAt: users.createdAt,
    })
    .from(users)
    .innerJoin(organizations, eq(organizations.orgId, users.orgId))
    .where(and(eq(users.orgId, scope.orgId), eq(users.id, me)))
  if (person === undefined) throw new Refusal('not_found', 'There is no such account.')
  const own = await on
    .select({ id: teams.id, name: teams.name, role: memberships.role })
    .from(memberships)
    .innerJoin(teams, and(eq(teams.orgId, memberships.orgId), eq(teams.id, memberships.teamId)))
    .where(and(eq(memberships.orgId, scope.orgId), eq(memberships.userId, me)))
    .orderBy(asc(teams.name), asc(teams.id))
    .limit(500)
  return { ...person, teams: own }
}

/** The browsers in which the person who asks is signed in, the last seen first. */
export const listOwnSessions = (scope: Scope, on: Db = database(), now = new Date()): Promise<SessionRow[]> =>
  on
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      ip: sessions.ip,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.orgId, scope.orgId),
        eq(sessions.userId, personOf(scope)),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_IDLE_MS)),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(100)

function personOf(scope: Scope): string {
  if (scope.userId === null) throw new Refusal('forbidden', 'Only people have an account.')
  return scope.userId
}
