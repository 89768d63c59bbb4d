import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { readTokens } from '@/db/schema/access'
import { memberships, users } from '@/db/schema/people'
import type { ApiScope } from '@/lib/model/api-scope'
import type { Role } from '@/lib/model/roles'

export type StoredReadToken = {
  id: string
  orgId: string
  name: string
  hash: Buffer
  scope: ApiScope
  teamIds: string[]
  isForAll: boolean
  expiresAt: Date | null
  revokedAt: Date | null
  /** Who made it, as they are now: a token never reads more than its person. */
  person: { id: string; name: string; isOwner: boolean; disabledAt: Date | null; teams: Record<string, Role> }
}

/**
 * The tokens of the API with this id. Asked without a scope, since its answer is what makes one; ids are unique within an
 * organization only, so there may be two.
 */
export const findReadTokens = (id: string, on: Db = database()): Promise<StoredReadToken[]> =>
  on
    .select({
      id: readTokens.id,
      orgId: readTokens.orgId,
      name: readTokens.name,
      hash: readTokens.hash,
      scope: readTokens.scope,
      teamIds: readTokens.teamIds,
      isForAll: readTokens.isForAll,
      expiresAt: readTokens.expiresAt,
      revokedAt: readTokens.revokedAt,
      person: {
        id: users.id,
        name: users.name,
        isOwner: users.isOwner,
        disabledAt: users.disabledAt,
        teams: sql<
          Record<string, Role>
        >`coalesce((select jsonb_object_agg(${memberships.teamId}, ${memberships.role})
          from ${memberships} where ${memberships.orgId} = ${readTokens.orgId} and ${memberships.userId} = ${users.id}), '{}')`,
      },
    })
    .from(readTokens)
    .innerJoin(users, and(eq(users.orgId, readTokens.orgId), eq(users.id, readTokens.createdBy)))
    .where(eq(readTokens.id, id))
    .limit(10)
