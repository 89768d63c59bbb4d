import { type Db, database } from '@/db/client'
import { orUnavailable } from '@/db/outage'
import { findReadTokens, type StoredReadToken } from '@/db/queries/find-read-token'
import { noteTokenUse } from '@/db/store/note-token-use'
import { Refusal } from '@/lib/model/refusal'
import { type Role, roleHolds } from '@/lib/model/roles'
import { type Scope, sealScope } from '@/lib/model/scope'
import { parseReadToken } from '@/lib/secrets/read-token'
import { isSameHash } from '@/lib/secrets/secret-token'
import { clientAddress, requestIdOf, userAgentOf } from './client-request'

type HeaderReader = { get(name: string): string | null }

/** The scope that a token of the API gives, looked up at each request: one that was revoked does nothing more. */
export async function scopeOfReadToken(
  authorization: string,
  headers: HeaderReader,
  on: Db = database(),
  now = new Date(),
): Promise<Scope> {
  const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
  const sent = parseReadToken(token)
  if (sent === null) throw malformed(token)
  const found = (await orUnavailable(() => findReadTokens(sent.id, on))).find((each) =>
    isSameHash(each.hash, sent.hash),
  )
  if (found === undefined) throw new Refusal('unauthenticated', 'This token is not known here.')
  refuseEnded(found, now)
  await orUnavailable(() =>
    noteTokenUse({ orgId: found.orgId, tokenId: found.id, userAgent: userAgentOf(headers), at: now }, on),
  )
  return sealScope({
    orgId: found.orgId,
    userId: found.person.id,
    ...rightsOf(found),
    isReadOnly: found.scope === 'read',
    isOfTeams: !found.isForAll,
    actor: {
      kind: 'token',
      id: found.id,
      name: `${found.name}, token of ${found.person.name}`,
      ip: clientAddress(headers),
      requestId: requestIdOf(headers),
      onBehalfOf: { kind: 'user', id: found.person.id, name: found.person.name },
      source: { kind: 'api', id: found.id },
    },
  })
}

function malformed(token: string): Refusal {
  return token.startsWith('rl_ing_')
    ? new Refusal('forbidden', 'An ingest token can only send. Make an API token in the settings.')
    : new Refusal(
        'unauthenticated',
        'Not an API token, or mistyped: send `authorization: Bearer rl_read_…` (67 characters) or `rl_api_…` (66).',
      )
}

function refuseEnded({ revokedAt, expiresAt, person }: StoredReadToken, now: Date): void {
  if (revokedAt !== null) throw new Refusal('unauthenticated', 'This token was revoked.')
  if (expiresAt !== null && expiresAt <= now)
    throw new Refusal('unauthenticated', `This token expired at ${expiresAt.toISOString()}.`)
  if (person.disabledAt !== null)
    throw new Refusal('unauthenticated', 'This token was made by somebody who was deactivated.')
}

/** What its person may do now, as far as the token goes: in all of it, or in some teams, where one that reads is a viewer. */
function rightsOf({ scope, isForAll, teamIds, person }: StoredReadToken): Pick<Scope, 'isOwner' | 'teams'> {
  if (isForAll) return { isOwner: person.isOwner, teams: person.teams }
  const roleIn = (teamId: string): Role | undefined => {
    // In one team an owner may do what its admins may.
    const role = person.isOwner ? 'admin' : person.teams[teamId]
    if (scope === 'write' || role === undefined) return role
    return roleHolds(role, 'execution.read') ? 'viewer' : undefined
  }
  const roles = teamIds.map((teamId) => [teamId, roleIn(teamId)] as const)
  return {
    isOwner: false,
    teams: Object.fromEntries(roles.flatMap(([id, role]) => (role === undefined ? [] : [[id, role]]))),
  }
}
