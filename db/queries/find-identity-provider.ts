import { asc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { organizations } from '@/db/schema/people'
import { identityProviders } from '@/db/schema/sign-in'

export type IdentityProvider = typeof identityProviders.$inferSelect

/**
 * Where people sign in before it is known who they are: the provider of the organization that was set up first. Null
 * when it has configured none, or has it switched off; then passwords are the way in.
 */
export async function findIdentityProvider(on: Db = database()): Promise<IdentityProvider | null> {
  const [first] = await on
    .select({ provider: identityProviders })
    .from(organizations)
    .leftJoin(identityProviders, eq(identityProviders.orgId, organizations.orgId))
    .orderBy(asc(organizations.createdAt), asc(organizations.orgId))
    .limit(1)
  return first?.provider?.isEnabled ? first.provider : null
}
