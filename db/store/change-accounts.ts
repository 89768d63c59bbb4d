import { and, asc, eq, isNull, or } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { invites, readTokens } from '@/db/schema/access'
import { sessions, users } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import type { AuditEntry } from './append-audit-entry'
import { audited } from './audited'
import { keepAWayIn } from './keep-a-way-in'

type Account = { id: string; isOwner: boolean; disabledAt: Date | null }
type Change = { set: { isOwner: boolean } | { disabledAt: Date | null }; entry: Omit<AuditEntry, 'target'> }

/** Makes a person an owner of the organization, or no longer one. There is always an owner left. */
export const setOwner = (
  scope: Scope,
  { userId, isOwner }: { userId: string; isOwner: boolean },
  on: Db = database(),
): Promise<void> =>
  changeAccount(
    scope,
    userId,
    async (account, others) => {
      if (account.isOwner === isOwner)
        throw new Refusal('conflict', isOwner ? 'They own it already.' : 'They are no owner.')
      if (account.disabledAt !== null)
        throw new Refusal('conflict', 'Their account is deactivated. Reactivate it first.')
      if (!isOwner && others === 0) throw lastOwner()
      return {
        set: { isOwner },
        entry: {
          action: isOwner ? 'owner.added' : 'owner.removed',
          before: { isOwner: account.isOwner },
          after: { isOwner },
        },
      }
    },
    on,
  )

/**
 * Ends what a person may do here, at once: sessions, open invitations and read tokens of theirs. The account stays with
 * its teams and its name on everything they did, and can be reactivated.
 */
export const deactivateAccount = (
  scope: Scope,
  { userId }: { userId: string },
  on: Db = database(),
): Promise<void> =>
  changeAccount(
    scope,
    userId,
    async (account, others, tx) => {
      if (userId === scope.userId)
        throw new Refusal('conflict', 'You cannot deactivate yourself. Ask another owner.')
      if (account.disabledAt !== null) throw new Refusal('conflict', 'It is deactivated already.')
      if (account.isOwner && others === 0) throw lastOwner()
      const disabledAt = new Date()
      const ended = await endAccess(tx, scope.orgId, userId, disabledAt)
      return {
        set: { disabledAt },
        entry: {
          action: 'user.deactivated',
          before: { isActive: true },
          after: { isActive: false, ...ended },
        },
      }
    },
    on,
  )

/** Lets a deactivated person sign in again, as what they were. */
export const reactivateAccount = (
  scope: Scope,
  { userId }: { userId: string },
  on: Db = database(),
): Promise<void> =>
  changeAccount(
    scope,
    userId,
    async (account) => {
      if (account.disabledAt === null) throw new Refusal('conflict', 'It is active already.')
      return {
        set: { disabledAt: null },
        entry: { action: 'user.reactivated', before: { isActive: false }, after: { isActive: true } },
      }
    },
    on,
  )

const changeAccount = (
  scope: Scope,
  userId: string,
  decide: (account: Account, otherOwners: number, tx: Db) => Promise<Change>,
  on: Db,
): Promise<void> =>
  audited(
    scope,
    { permission: 'member.write', teamId: null, target: { kind: 'user', id: userId } },
    async (tx) => {
      const { account, otherOwners } = await lockAccounts(tx, scope.orgId, userId)
      const { set, entry } = await decide(account, otherOwners, tx)
      await tx
        .update(users)
        .set(set)
        .where(and(eq(users.orgId, scope.orgId), eq(users.id, userId)))
      const isTaken = 'isOwner' in set ? !set.isOwner : set.disabledAt !== null
      if (isTaken)
        await keepAWayIn(
          tx,
          scope.orgId,
          'Passwords are off, and no other owner has linked an identity to sign in with.',
        )
      return { result: undefined, entry: { ...entry, target: { kind: 'user', id: userId, teamId: null } } }
    },
    on,
  )

/** The account with all owners, locked in one order: two owners who remove each other at once take turns. */
async function lockAccounts(
  tx: Db,
  orgId: string,
  userId: string,
): Promise<{ account: Account; otherOwners: number }> {
  const rows = await tx
    .select({ id: users.id, isOwner: users.isOwner, disabledAt: users.disabledAt })
    .from(users)
    .where(and(eq(users.orgId, orgId), or(eq(users.id, userId), eq(users.isOwner, true))))
    .orderBy(asc(users.id))
    .for('update')
  const account = rows.find(({ id }) => id === userId)
  if (account === undefined) throw new Refusal('not_found', 'There is no such account.')
  const otherOwners = rows.filter(
    ({ id, isOwner, disabledAt }) => id !== userId && isOwner && disabledAt === null,
  ).length
  return { account, otherOwners }
}

async function endAccess(
  tx: Db,
  orgId: string,
  userId: string,
  at: Date,
): Promise<{ sessions: number; invites: number; readTokens: number }> {
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.orgId, orgId), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  const revoked = await tx
    .update(invites)
    .set({ revokedAt: at })
    .where(
      and(
        eq(invites.orgId, orgId),
        eq(invites.createdBy, userId),
        isNull(invites.usedAt),
        isNull(invites.revokedAt),
      ),
    )
    .returning({ id: invites.id })
  const tokens = await tx
    .update(readTokens)
    .set({ revokedAt: at })
    .where(and(eq(readTokens.orgId, orgId), eq(readTokens.createdBy, userId), isNull(readTokens.revokedAt)))
    .returning({ id: readTokens.id })
  return { sessions: ended.length, invites: revoked.length, readTokens: tokens.length }
}

const lastOwner = () => new Refusal('conflict', 'They are the only owner. Make somebody else an owner first.')
