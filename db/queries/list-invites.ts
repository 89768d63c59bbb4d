import { and, asc, desc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { invites } from '@/db/schema/access'
import { teams, users } from '@/db/schema/people'
import type { ListedInvite } from '@/lib/model/listed-member'
import type { Scope } from '@/lib/model/scope'
import { isOpenInvite } from './open-invite'
import { visibleIn } from './visible'

/** Invitations that can still be accepted, into teams whose members the scope may change. Never the links: nobody has them. */
export const listInvites = (scope: Scope, on: Db = database(), now = new Date()): Promise<ListedInvite[]> =>
  on
    .select({
      id: invites.id,
      email: invites.email,
      teamId: invites.teamId,
      teamName: teams.name,
      role: invites.role,
      createdBy: users.name,
      createdAt: invites.createdAt,
      expiresAt: invites.expiresAt,
    })
    .from(invites)
    .innerJoin(teams, and(eq(teams.orgId, invites.orgId), eq(teams.id, invites.teamId)))
    .innerJoin(users, and(eq(users.orgId, invites.orgId), eq(users.id, invites.createdBy)))
    .where(
      and(
        eq(invites.orgId, scope.orgId),
        isOpenInvite(now),
        visibleIn(scope, 'member.write', invites.teamId),
      ),
    )
    .orderBy(desc(invites.createdAt), asc(invites.id))
    .limit(200)
