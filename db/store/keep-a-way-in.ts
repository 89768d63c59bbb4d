import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { users } from '@/db/schema/people'
import { identities, identityProviders } from '@/db/schema/sign-in'
import { Refusal } from '@/lib/model/refusal'

/**
 * Refuses a change after which no owner could sign in: where passwords are off, an active owner must have linked an
 * identity of the provider. Asked within the change's transaction, after the change; it keeps the setting as it is meanwhile.
 */
export async function keepAWayIn(tx: Db, orgId: string, words: string): Promise<void> {
  const [provider] = await tx
    .select({ issuer: identityProviders.issuer, passwordsAllowed: identityProviders.passwordsAllowed })
    .from(identityProviders)
    .where(eq(identityProviders.orgId, orgId))
    .for('update')
  if (provider === undefined || provider.passwordsAllowed) return
  const [owner] = await tx
    .select({ one: sql`1` })
    .from(users)
    .innerJoin(
      identities,
      and(
        eq(identities.orgId, users.orgId),
        eq(identities.userId, users.id),
        eq(identities.issuer, provider.issuer),
      ),
    )
    .where(and(eq(users.orgId, orgId), eq(users.isOwner, true), isNull(users.disabledAt)))
    .limit(1)
  if (owner === undefined) throw new Refusal('conflict', words)
}
