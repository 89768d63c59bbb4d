import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { readTokens } from '@/db/schema/access'
import type { ApiScope } from '@/lib/model/api-scope'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import { mintReadToken } from '@/lib/secrets/read-token'
import { audited } from './audited'

export type NewReadToken = {
  name: string
  /** Only to read, unless said otherwise. */
  scope?: ApiScope
  /** Null for all that its person may, now and later. */
  teamIds: string[] | null
  /** Null for a token that never expires. */
  expiresAt: Date | null
}

/**
 * Makes a token of the API for these teams; its person must be able to read each. This is the only time it is known. A token
 * that makes another gives it no more than it has itself.
 */
export async function createReadToken(
  scope: Scope,
  of: NewReadToken,
  on: Db = database(),
): Promise<{ id: string; token: string }> {
  const { userId } = scope
  if (userId === null) throw new Refusal('forbidden', 'Only people make tokens.')
  const wanted = of.teamIds === null ? null : [...new Set(of.teamIds)]
  if (wanted?.length === 0)
    throw new Refusal('invalid', 'Choose at least one team that it is for.', null, 'teamIds')
  return audited(
    scope,
    { permission: 'read_token.write', teamId: teamAskedFor(scope, wanted) },
    async (tx) => {
      if (wanted !== null) await requireTeams(tx, scope, wanted)
      const access = of.scope ?? 'read'
      const { id, hash, token } = mintReadToken(access)
      const { parentId, expiresAt } = await heritageOf(tx, scope, wanted === null, of.expiresAt)
      const limits = { scope: access, teamIds: wanted ?? [], isForAll: wanted === null }
      await tx.insert(readTokens).values({
        ...{ orgId: scope.orgId, id, name: of.name, hash, ...limits },
        ...{ createdBy: userId, createdAt: new Date(), expiresAt, parentId },
      })
      const [only = null] = wanted?.length === 1 ? wanted : []
      return {
        result: { id, token },
        entry: {
          action: 'read_token.created',
          target: { kind: 'read_token', id, teamId: only },
          after: { name: of.name, ...limits, expiresAt: expiresAt?.toISOString() ?? null },
        },
      }
    },
    on,
  )
}

/** The attempt is written down under the first team that is not theirs to give. */
function teamAskedFor(scope: Scope, wanted: string[] | null): string | null {
  const mayIt = (id: string) => mayIn(scope, 'read_token.write', id)
  if (wanted !== null) return wanted.find((id) => !mayIt(id)) ?? wanted[0] ?? null
  return Object.keys(scope.teams).find(mayIt) ?? null
}

/** An owner may give every team there is, but not one that there is not. */
async function requireTeams(tx: Db, scope: Scope, wanted: string[]): Promise<void> {
  const known = new Set((await listTeamsWith(scope, 'read_token.write', tx)).map((team) => team.id))
  if (!wanted.every((id) => known.has(id)))
    throw new Refusal('invalid', 'One of these teams is not there.', null, 'teamIds')
}

/** What a token takes over from the one that makes it: it ends with that one, and no later. */
async function heritageOf(
  tx: Db,
  scope: Scope,
  isForAll: boolean,
  expiresAt: Date | null,
): Promise<{ parentId: string | null; expiresAt: Date | null }> {
  if (scope.actor.kind !== 'token') return { parentId: null, expiresAt }
  if (isForAll && scope.isOfTeams)
    throw new Refusal(
      'forbidden',
      'This token is for some teams: it cannot make one for all.',
      null,
      'teamIds',
    )
  const parentId = scope.actor.id
  const [parent] = await tx
    .select({ expiresAt: readTokens.expiresAt, parentId: readTokens.parentId })
    .from(readTokens)
    .where(and(eq(readTokens.orgId, scope.orgId), eq(readTokens.id, parentId)))
    .for('share')
  // One step and no further: whoever revokes a token must be able to see what goes with it.
  if (parent === undefined || parent.parentId !== null)
    throw new Refusal('forbidden', 'This token was made by another one: it cannot make a third.')
  const { expiresAt: end } = parent
  return { parentId, expiresAt: end !== null && (expiresAt === null || end < expiresAt) ? end : expiresAt }
}
