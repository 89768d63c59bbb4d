import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { users } from '@/db/schema/people'
import { identities, identityProviders } from '@/db/schema/sign-in'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import type { Identity } from '@/lib/sign-in/claims'
import { appendAuditEntry } from './append-audit-entry'
import { keepAWayIn } from './keep-a-way-in'

/** Links who somebody is at the provider to the account that they are signed in to; refused when it is another's. */
export async function linkIdentity(
  scope: Scope,
  identity: Identity & { issuer: string },
  now: Date,
  on: Db = database(),
): Promise<void> {
  const { orgId } = scope
  const userId = personOf(scope)
  const { issuer, subject, email } = identity
  await on.transaction(async (tx) => {
    await tx
      .insert(identities)
      .values({ orgId, issuer, subject, userId, email, createdAt: now })
      .onConflictDoNothing()
    const [linked] = await tx
      .select({ userId: identities.userId })
      .from(identities)
      .where(and(eq(identities.orgId, orgId), eq(identities.issuer, issuer), eq(identities.subject, subject)))
      .for('update')
    if (linked?.userId !== userId)
      throw new Refusal('conflict', 'This identity is linked to another account.')
    await appendAuditEntry(tx, scope, {
      action: 'identity.linked',
      target: { kind: 'user', id: userId, teamId: null },
      after: { issuer, subject, email },
    })
  })
}

/** Unlinks one of a person's own identities; not the one by which alone they, or any owner, can sign in. */
export async function unlinkIdentity(
  scope: Scope,
  { issuer, subject }: { issuer: string; subject: string },
  on: Db = database(),
): Promise<void> {
  const { orgId } = scope
  const userId = personOf(scope)
  await on.transaction(async (tx) => {
    const [person] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(and(eq(users.orgId, orgId), eq(users.id, userId)))
      .for('update')
    const [provider] = await tx
      .select({ passwordsAllowed: identityProviders.passwordsAllowed })
      .from(identityProviders)
      .where(eq(identityProviders.orgId, orgId))
      .for('update')
    const own = and(eq(identities.orgId, orgId), eq(identities.userId, userId))
    const [unlinked] = await tx
      .delete(identities)
      .where(and(own, eq(identities.issuer, issuer), eq(identities.subject, subject)))
      .returning({ email: identities.email })
    if (unlinked === undefined) throw new Refusal('not_found', 'This identity is not linked any more.')
    const [left] = await tx.select({ count: sql<number>`count(*)::int` }).from(identities).where(own)
    const hasPassword = person?.passwordHash != null && (provider?.passwordsAllowed ?? true)
    if (!hasPassword && left?.count === 0)
      throw new Refusal('conflict', 'It is your only way to sign in. Link another one first.')
    await keepAWayIn(tx, orgId, 'No other owner could sign in then, as passwords are off.')
    await appendAuditEntry(tx, scope, {
      action: 'identity.unlinked',
      target: { kind: 'user', id: userId, teamId: null },
      before: { issuer, subject, email: unlinked.email },
    })
  })
}

function personOf({ userId }: Scope): string {
  if (userId === null) throw new Refusal('forbidden', 'Only people have an account.')
  return userId
}
