import { randomUUID } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { invites } from '@/db/schema/access'
import { users } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Role } from '@/lib/model/roles'
import type { Scope } from '@/lib/model/scope'
import { mintInviteToken } from '@/lib/secrets/invite-token'
import { audited } from './audited'
import { requireTeam } from './require-team'

/** How long an invitation can be accepted. */
export const INVITE_DAYS = 7

/** Makes a link by which somebody without an account becomes a member of a team. This is the only time that it is known. */
export const inviteMember = (
  scope: Scope,
  { email, teamId, role }: { email: string; teamId: string; role: Role },
  on: Db = database(),
): Promise<{ inviteId: string; token: string }> =>
  audited(
    scope,
    { permission: 'member.write', teamId },
    async (tx) => {
      const { userId, orgId } = scope
      if (userId === null) throw new Refusal('forbidden', 'Only people invite people.')
      await requireTeam(tx, orgId, teamId)
      const known = await tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.orgId, orgId), eq(users.email, email)))
      if (known.length > 0)
        throw new Refusal(
          'conflict',
          'Somebody with this address has an account here. Add them to the team instead.',
          null,
          'email',
        )
      const { token, hash } = mintInviteToken()
      const id = randomUUID()
      const createdAt = new Date()
      const expiresAt = new Date(createdAt.getTime() + INVITE_DAYS * 86_400_000)
      await tx.insert(invites).values({
        orgId,
        id,
        hash,
        email,
        teamId,
        role,
        createdBy: userId,
        createdAt,
        expiresAt,
      })
      return {
        result: { inviteId: id, token },
        entry: {
          action: 'invite.created',
          target: { kind: 'invite', id, teamId },
          after: { email, role, expiresAt: expiresAt.toISOString() },
        },
      }
    },
    on,
  )

/** Makes an invitation worthless that nobody has accepted yet. */
export async function revokeInvite(scope: Scope, inviteId: string, on: Db = database()): Promise<void> {
  const isThis = and(eq(invites.orgId, scope.orgId), eq(invites.id, inviteId))
  const [invite] = await on.select({ teamId: invites.teamId }).from(invites).where(isThis)
  if (invite === undefined) throw gone()
  const { teamId } = invite
  await audited(
    scope,
    { permission: 'member.write', teamId, target: { kind: 'invite', id: inviteId } },
    async (tx) => {
      const [revoked] = await tx
        .update(invites)
        .set({ revokedAt: new Date() })
        .where(and(isThis, isNull(invites.usedAt), isNull(invites.revokedAt)))
        .returning({ email: invites.email, role: invites.role })
      if (revoked === undefined) throw gone()
      return {
        result: undefined,
        entry: {
          action: 'invite.revoked',
          target: { kind: 'invite', id: inviteId, teamId },
          before: revoked,
        },
      }
    },
    on,
  )
}

const gone = () => new Refusal('not_found', 'This invitation was accepted or revoked already.')
