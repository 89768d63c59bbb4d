import { randomUUID } from 'node:crypto'
import { and, asc, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { IdentityProvider } from '@/db/queries/find-identity-provider'
import { isOpenInvite } from '@/db/queries/open-invite'
import { invites } from '@/db/schema/access'
import { memberships, teams, users } from '@/db/schema/people'
import { identities } from '@/db/schema/sign-in'
import type { Role } from '@/lib/model/roles'
import { personActor } from '@/lib/model/scope'
import type { ProviderRefusal } from '@/lib/model/sign-in'
import type { Identity } from '@/lib/sign-in/claims'
import { type AuditEntry, appendAuditEntry } from './append-audit-entry'

type From = { ip: string | null; requestId: string | null }
type Person = { userId: string; name: string }
type Seat = { teamId: string; role: Role; inviteId: string | null }

/** Somebody who may come in, or why not; with whom it concerns, where there is an account. */
export type Admission =
  | ({ refusal: null } & Person)
  | { refusal: Extract<ProviderRefusal, 'uninvited' | 'unlinked' | 'deactivated'>; person: Person | null }

/**
 * Whom a provider's identity stands for here: the account that it was linked to, or a new one for somebody who was invited
 * or whose domain is welcome. Never an account that merely has the same address.
 */
export const admitIdentity = (
  provider: IdentityProvider,
  identity: Identity,
  from: From,
  now: Date,
  on: Db = database(),
): Promise<Admission> =>
  on.transaction(async (tx) => {
    const key = `${provider.orgId} ${provider.issuer} ${identity.subject}`
    // Two windows of one new person must not make two accounts; there is no row yet that could be locked.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('runledger.identity'), hashtext(${key}))`)
    const linked = await useLinked(tx, provider, identity, now)
    if (linked !== null) return linked
    const [namesake] = await tx
      .select({ userId: users.id, name: users.name })
      .from(users)
      .where(and(eq(users.orgId, provider.orgId), eq(users.email, identity.email)))
    if (namesake !== undefined) return { refusal: 'unlinked', person: namesake }
    const seat = (await invitedSeat(tx, provider.orgId, identity.email, now)) ?? (await newSeat(tx, provider))
    if (seat === null) return { refusal: 'uninvited', person: null }
    return makeAccount(tx, { provider, identity, seat, from, now })
  })

async function useLinked(
  tx: Db,
  { orgId, issuer }: IdentityProvider,
  { subject, email }: Identity,
  now: Date,
): Promise<Admission | null> {
  const [linked] = await tx
    .select({ userId: users.id, name: users.name, disabledAt: users.disabledAt })
    .from(identities)
    .innerJoin(users, and(eq(users.orgId, identities.orgId), eq(users.id, identities.userId)))
    .where(and(eq(identities.orgId, orgId), eq(identities.issuer, issuer), eq(identities.subject, subject)))
  if (linked === undefined) return null
  const { disabledAt, ...person } = linked
  if (disabledAt !== null) return { refusal: 'deactivated', person }
  await tx
    .update(identities)
    .set({ lastUsedAt: now, email })
    .where(and(eq(identities.orgId, orgId), eq(identities.issuer, issuer), eq(identities.subject, subject)))
  return { refusal: null, ...person }
}

/** An invitation counts without its link: the provider vouches for the address that it was made for. */
async function invitedSeat(tx: Db, orgId: string, email: string, now: Date): Promise<Seat | null> {
  const [invite] = await tx
    .select({ inviteId: invites.id, teamId: invites.teamId, role: invites.role })
    .from(invites)
    .where(and(eq(invites.orgId, orgId), eq(invites.email, email), isOpenInvite(now)))
    .orderBy(asc(invites.createdAt), asc(invites.id))
    .limit(1)
    .for('update')
  return invite ?? null
}

/** The team and role for whoever comes; null where that is off, or the team is gone. */
async function newSeat(tx: Db, provider: IdentityProvider): Promise<Seat | null> {
  const { orgId, defaultTeamId: teamId, defaultRole: role } = provider
  if (teamId === null || role === null) return null
  const [team] = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.orgId, orgId), eq(teams.id, teamId)))
    .for('share')
  return team === undefined ? null : { teamId, role, inviteId: null }
}

type Newcomer = { provider: IdentityProvider; identity: Identity; seat: Seat; from: From; now: Date }

async function makeAccount(tx: Db, { provider, identity, seat, from, now }: Newcomer): Promise<Admission> {
  const { orgId, issuer } = provider
  const { subject, email, name } = identity
  const userId = randomUUID()
  const made = await tx
    .insert(users)
    .values({ orgId, id: userId, email, name, createdAt: now })
    .onConflictDoNothing({ target: [users.orgId, users.email] })
    .returning({ id: users.id })
  if (made.length === 0) return { refusal: 'unlinked', person: null }
  const { teamId, role, inviteId } = seat
  await tx.insert(memberships).values({ orgId, userId, teamId, role })
  await tx
    .insert(identities)
    .values({ orgId, issuer, subject, userId, email, createdAt: now, lastUsedAt: now })
  const ofUser = { kind: 'user', id: userId, teamId: null }
  const entries: AuditEntry[] = [
    { action: 'user.created', target: ofUser, after: { email, name } },
    { action: 'member.added', target: { ...ofUser, teamId }, after: { role } },
    { action: 'identity.linked', target: ofUser, after: { issuer, subject, email } },
  ]
  if (inviteId !== null) {
    await tx
      .update(invites)
      .set({ usedAt: now })
      .where(and(eq(invites.orgId, orgId), eq(invites.id, inviteId)))
    const target = { kind: 'invite', id: inviteId, teamId }
    entries.unshift({ action: 'invite.accepted', target, after: { email, role } })
  }
  const actor = personActor({ id: userId, name, ...from })
  for (const entry of entries) await appendAuditEntry(tx, { orgId, actor }, entry)
  return { refusal: null, userId, name }
}
