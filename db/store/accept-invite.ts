import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { isOpenInvite } from '@/db/queries/open-invite'
import { invites } from '@/db/schema/access'
import { memberships, organizations, teams, users } from '@/db/schema/people'
import { identityProviders } from '@/db/schema/sign-in'
import { Refusal } from '@/lib/model/refusal'
import type { Role } from '@/lib/model/roles'
import { personActor } from '@/lib/model/scope'
import { parseInviteToken } from '@/lib/secrets/invite-token'
import { hashPassword, passwordObjection } from '@/lib/secrets/password'
import { type AuditEntry, appendAuditEntry } from './append-audit-entry'
import { giveBackAttempt, type Limit, takeAttempt } from './take-attempt'

export type OpenInvite = {
  orgId: string
  organization: string
  email: string
  team: string
  role: Role
  expiresAt: Date
  /** False where whoever is invited comes in by the identity provider. */
  passwordsAllowed: boolean
}

/** What an invitation's link leads to; null when it cannot be accepted, for whatever reason. Asked before there is a scope. */
export async function findInvite(
  token: string,
  on: Db = database(),
  now = new Date(),
): Promise<OpenInvite | null> {
  const parsed = parseInviteToken(token)
  if (parsed === null) return null
  const [found] = await on
    .select({
      orgId: invites.orgId,
      organization: organizations.name,
      email: invites.email,
      team: teams.name,
      role: invites.role,
      expiresAt: invites.expiresAt,
      passwordsAllowed: sql<boolean>`coalesce(${identityProviders.passwordsAllowed}, true)`,
    })
    .from(invites)
    .innerJoin(organizations, eq(organizations.orgId, invites.orgId))
    .innerJoin(teams, and(eq(teams.orgId, invites.orgId), eq(teams.id, invites.teamId)))
    .leftJoin(identityProviders, eq(identityProviders.orgId, invites.orgId))
    .where(and(eq(invites.hash, parsed.hash), isOpenInvite(now)))
    .limit(1)
  return found ?? null
}

type Acceptance = { token: string; name: string; password: string }
type From = { ip: string | null; requestId: string | null }

/** Makes the account that an invitation is for, and its member of the team; the link is used up. */
export async function acceptInvite(
  { token, name, password }: Acceptance,
  from: From,
  on: Db = database(),
  now = new Date(),
): Promise<{ orgId: string; userId: string; name: string }> {
  const limit: Limit = { key: `invite:ip:${from.ip ?? 'unknown'}`, attempts: 20, windowMs: 15 * 60_000 }
  const { isAllowed, retryAfterSeconds } = await takeAttempt(limit, now, on)
  if (!isAllowed)
    throw new Refusal('rate_limited', 'Too many attempts. Wait a little and try again.', retryAfterSeconds)

  const invite = await findInvite(token, on, now)
  if (invite === null) throw unusable()
  if (!invite.passwordsAllowed)
    throw new Refusal('conflict', 'Passwords are off here. Sign in with the identity provider instead.')
  const objection = passwordObjection(password, [name, invite.organization, ...invite.email.split(/[@.]/)])
  if (objection !== null) throw new Refusal('invalid', objection, null, 'password')
  // Before the transaction: it takes half a second, and nothing should wait for it.
  const passwordHash = await hashPassword(password)
  const made = await on.transaction((tx) => makeAccount(tx, { token, name, passwordHash }, from, now))
  await giveBackAttempt(limit, now, on)
  return made
}

async function makeAccount(
  tx: Db,
  { token, name, passwordHash }: { token: string; name: string; passwordHash: string },
  { ip, requestId }: From,
  now: Date,
): Promise<{ orgId: string; userId: string; name: string }> {
  const parsed = parseInviteToken(token)
  if (parsed === null) throw unusable()
  const [used] = await tx
    .update(invites)
    .set({ usedAt: now })
    .where(and(eq(invites.hash, parsed.hash), isOpenInvite(now)))
    .returning({
      orgId: invites.orgId,
      id: invites.id,
      email: invites.email,
      teamId: invites.teamId,
      role: invites.role,
    })
  if (used === undefined) throw unusable()
  const { orgId, email, teamId, role } = used
  const userId = randomUUID()
  const inserted = await tx
    .insert(users)
    .values({ orgId, id: userId, email, name, passwordHash, createdAt: now })
    .onConflictDoNothing({ target: [users.orgId, users.email] })
    .returning({ id: users.id })
  if (inserted.length === 0)
    throw new Refusal(
      'conflict',
      'You have an account here already. Sign in, and ask to be added to the team.',
    )
  await tx.insert(memberships).values({ orgId, userId, teamId, role })
  const actor = personActor({ id: userId, name, ip, requestId })
  const entries: AuditEntry[] = [
    { action: 'invite.accepted', target: { kind: 'invite', id: used.id, teamId }, after: { email, role } },
    { action: 'user.created', target: { kind: 'user', id: userId, teamId: null }, after: { email, name } },
    { action: 'member.added', target: { kind: 'user', id: userId, teamId }, after: { role } },
  ]
  for (const entry of entries) await appendAuditEntry(tx, { orgId, actor }, entry)
  return { orgId, userId, name }
}

const unusable = () =>
  new Refusal('unauthenticated', 'This invitation cannot be used any more. Ask for a new one.')
