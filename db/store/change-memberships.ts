import { and, eq, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { memberships, users } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'
import { requireTeam } from './require-team'

type Seat = { userId: string; teamId: string }

/** Makes a person who has an account here a member of one more team. */
export const addMember = (
  scope: Scope,
  { email, teamId, role }: { email: string; teamId: string; role: Role },
  on: Db = database(),
): Promise<{ userId: string }> =>
  audited(
    scope,
    { permission: 'member.write', teamId },
    async (tx) => {
      await requireTeam(tx, scope.orgId, teamId)
      const [person] = await tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.orgId, scope.orgId), eq(users.email, email), isNull(users.disabledAt)))
        .for('share')
      if (person === undefined)
        throw new Refusal('not_found', 'Nobody here has this address. Invite them instead.', null, 'email')
      const added = await tx
        .insert(memberships)
        .values({ orgId: scope.orgId, userId: person.id, teamId, role })
        .onConflictDoNothing()
        .returning({ role: memberships.role })
      if (added.length === 0) throw new Refusal('conflict', 'They are in this team already.', null, 'email')
      return {
        result: { userId: person.id },
        entry: {
          action: 'member.added',
          target: { kind: 'user', id: person.id, teamId },
          after: { role },
        },
      }
    },
    on,
  )

/** Gives a member another role in one team; it holds from their next request on. */
export const changeMemberRole = (
  scope: Scope,
  { userId, teamId, role }: Seat & { role: Role },
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { permission: 'member.write', teamId, target: { kind: 'user', id: userId } },
    async (tx) => {
      const before = await lockSeat(tx, scope.orgId, { userId, teamId })
      await tx.update(memberships).set({ role }).where(isSeat(scope.orgId, { userId, teamId }))
      return {
        result: undefined,
        entry: {
          action: 'member.changed',
          target: { kind: 'user', id: userId, teamId },
          before: { role: before },
          after: { role },
        },
      }
    },
    on,
  )

/** Takes a person out of one team. Their account, and what they did, stay. */
export const removeMember = (scope: Scope, { userId, teamId }: Seat, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'member.write', teamId, target: { kind: 'user', id: userId } },
    async (tx) => {
      const before = await lockSeat(tx, scope.orgId, { userId, teamId })
      await tx.delete(memberships).where(isSeat(scope.orgId, { userId, teamId }))
      return {
        result: undefined,
        entry: {
          action: 'member.removed',
          target: { kind: 'user', id: userId, teamId },
          before: { role: before },
        },
      }
    },
    on,
  )

async function lockSeat(tx: Db, orgId: string, seat: Seat): Promise<Role> {
  const [found] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(isSeat(orgId, seat))
    .for('update')
  if (found === undefined) throw new Refusal('not_found', 'They are not in this team.')
  return found.role
}

const isSeat = (orgId: string, { userId, teamId }: Seat) =>
  and(eq(memberships.orgId, orgId), eq(memberships.userId, userId), eq(memberships.teamId, teamId))
