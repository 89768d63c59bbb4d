import { type Db, database } from '@/db/client'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { readTokens } from '@/db/schema/access'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import { mintReadToken } from '@/lib/secrets/read-token'
import { audited } from './audited'

export type NewReadToken = {
  name: string
  teamIds: string[]
  /** Null for a token that never expires. */
  expiresAt: Date | null
}

/** Makes a token that reads these teams by the API; its person must be able to read each. This is the only time it is known. */
export async function createReadToken(
  scope: Scope,
  { name, teamIds, expiresAt }: NewReadToken,
  on: Db = database(),
): Promise<{ id: string; token: string }> {
  const { userId } = scope
  if (userId === null) throw new Refusal('forbidden', 'Only people make tokens: a token cannot make another.')
  const wanted = [...new Set(teamIds)]
  const [first] = wanted
  if (first === undefined)
    throw new Refusal('invalid', 'Choose at least one team that it may read.', null, 'teamIds')
  // The attempt is written down under the first team that is not theirs to give.
  const teamId = wanted.find((id) => !mayIn(scope, 'read_token.write', id)) ?? first
  return audited(
    scope,
    { permission: 'read_token.write', teamId },
    async (tx) => {
      // An owner may give every team there is, but not one that there is not.
      const known = new Set((await listTeamsWith(scope, 'read_token.write', tx)).map((team) => team.id))
      if (!wanted.every((id) => known.has(id)))
        throw new Refusal('invalid', 'One of these teams is not there.', null, 'teamIds')
      const { id, hash, token } = mintReadToken()
      await tx.insert(readTokens).values({
        orgId: scope.orgId,
        id,
        name,
        hash,
        teamIds: wanted,
        createdBy: userId,
        createdAt: new Date(),
        expiresAt,
      })
      return {
        result: { id, token },
        entry: {
          action: 'read_token.created',
          target: { kind: 'read_token', id, teamId: wanted.length === 1 ? first : null },
          after: { name, teamIds: wanted, expiresAt: expiresAt?.toISOString() ?? null },
        },
      }
    },
    on,
  )
}
