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

/** The scope that a read token gives, looked up at each request: a token that was revoked reads nothing more. */
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
  if (found === undefined) throw new Refusal('unauthenticated', 'This read token is not known here.')
  refuseEnded(found, now)
  await orUnavailable(() =>
    noteTokenUse({ orgId: found.orgId, tokenId: found.id, userAgent: userAgentOf(headers), at: now }, on),
  )
  return sealScope({
    orgId: found.orgId,
    userId: null,
    isOwner: false,
    teams: readableBy(found),
    actor: {
      kind: 'token',
      id: found.id,
      name: found.name,
      ip: clientAddress(headers),
      requestId: requestIdOf(headers),
    },
  })
}

function malformed(token: string): Refusal {
  return token.startsWith('rl_ing_')
    ? new Refusal(
        'forbidden',
        'An ingest token can only send. Make a read token (rl_read_…) in the settings.',
      )
    : new Refusal(
        'unauthenticated',
        'Not a read token, or mistyped: send `authorization: Bearer rl_read_…`, which has 67 characters.',
      )
}

function refuseEnded({ revokedAt, expiresAt, person }: StoredReadToken, now: Date): void {
  if (revokedAt !== null) throw new Refusal('unauthenticated', 'This read token was revoked.')
  if (expiresAt !== null && expiresAt <= now)
    throw new Refusal('unauthenticated', `This read token expired at ${expiresAt.toISOString()}.`)
  if (person.disabledAt !== null)
    throw new Refusal('unauthenticated', 'This read token was made by somebody who was deactivated.')
}

/** Its teams as far as its person may still read them, as a viewer of each. */
function readableBy({ teamIds, person }: StoredReadToken): Record<string, Role> {
  const mayRead = (teamId: string) => {
    const role = person.teams[teamId]
    return person.isOwner || (role !== undefined && roleHolds(role, 'execution.read'))
  }
  return Object.fromEntries(teamIds.filter(mayRead).map((teamId) => [teamId, 'viewer'] as const))
}
