import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { users } from '@/db/schema/people'
import { identities, identityProviders } from '@/db/schema/sign-in'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import { type LinkedIdentity, PRESET, type SignInSettings } from '@/lib/model/sign-in'

/** How the organization's people sign in, for owners, who may change it. The client secret is not among it. */
export async function getSignInSettings(scope: Scope, on: Db = database()): Promise<SignInSettings> {
  if (!mayIn(scope, 'sign_in.write', null))
    throw new Refusal('forbidden', 'Only owners of the organization see and change how people sign in.')
  const [found] = await on.select().from(identityProviders).where(eq(identityProviders.orgId, scope.orgId))
  const unlinked = await countUnlinked(scope.orgId, found?.issuer ?? '', on)
  if (found === undefined) {
    const nothing = { isEnabled: false, issuer: '', clientId: '', hasSecret: false, domains: [] }
    return { ...nothing, ...PRESET, passwordsAllowed: true, newcomer: null, unlinked }
  }
  const { defaultTeamId: teamId, defaultRole: role } = found
  return {
    isEnabled: found.isEnabled,
    issuer: found.issuer,
    clientId: found.clientId,
    hasSecret: true,
    scopes: found.scopes,
    buttonText: found.buttonText,
    domains: found.domains,
    passwordsAllowed: found.passwordsAllowed,
    newcomer: teamId === null || role === null ? null : { teamId, role },
    unlinked,
  }
}

/** Who the person who asks is at identity providers, the oldest link first. */
export async function listOwnIdentities(scope: Scope, on: Db = database()): Promise<LinkedIdentity[]> {
  const { orgId, userId } = scope
  if (userId === null) return []
  return on
    .select({
      issuer: identities.issuer,
      subject: identities.subject,
      email: identities.email,
      createdAt: identities.createdAt,
      lastUsedAt: identities.lastUsedAt,
    })
    .from(identities)
    .where(and(eq(identities.orgId, orgId), eq(identities.userId, userId)))
    .orderBy(asc(identities.createdAt), asc(identities.subject))
    .limit(50)
}

async function countUnlinked(orgId: string, issuer: string, on: Db): Promise<SignInSettings['unlinked']> {
  const isLinked = sql`exists (select 1 from ${identities} where ${identities.orgId} = ${users.orgId}
    and ${identities.userId} = ${users.id} and ${identities.issuer} = ${issuer})`
  const [counted] = await on
    .select({
      people: sql<number>`count(*) filter (where not ${isLinked})::int`,
      owners: sql<number>`count(*) filter (where ${users.isOwner} and not ${isLinked})::int`,
      linkedOwners: sql<number>`count(*) filter (where ${users.isOwner} and ${isLinked})::int`,
    })
    .from(users)
    .where(and(eq(users.orgId, orgId), isNull(users.disabledAt)))
  return counted ?? { people: 0, owners: 0, linkedOwners: 0 }
}
