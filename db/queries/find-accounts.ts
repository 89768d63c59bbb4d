import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { organizations, users } from '@/db/schema/people'
import { identityProviders } from '@/db/schema/sign-in'

export type Account = {
  orgId: string
  userId: string
  name: string
  passwordHash: string | null
  /** False where the organization lets people in by its identity provider alone. */
  passwordsAllowed: boolean
}

/** The accounts that an e-mail address may sign in to, one an organization. Asked before there is a scope. */
export const findAccounts = (email: string, on: Db = database()): Promise<Account[]> =>
  on
    .select({
      orgId: users.orgId,
      userId: users.id,
      name: users.name,
      passwordHash: users.passwordHash,
      passwordsAllowed: sql<boolean>`coalesce(${identityProviders.passwordsAllowed}, true)`,
    })
    .from(users)
    .leftJoin(identityProviders, eq(identityProviders.orgId, users.orgId))
    .where(and(eq(users.email, email), isNull(users.disabledAt)))
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(5)

/** The organization in whose log an attempt is written that belongs to nobody; null before the set-up. */
export async function firstOrganization(on: Db = database()): Promise<string | null> {
  const [first] = await on
    .select({ orgId: organizations.orgId })
    .from(organizations)
    .orderBy(asc(organizations.createdAt), asc(organizations.orgId))
    .limit(1)
  return first?.orgId ?? null
}
