import { type Db, database } from '@/db/client'
import type { IdentityProvider } from '@/db/queries/find-identity-provider'
import { admitIdentity } from '@/db/store/admit-identity'
import { appendAuditEntry } from '@/db/store/append-audit-entry'
import { linkIdentity } from '@/db/store/identities'
import { openSession } from '@/db/store/sessions'
import { takeAttempt } from '@/db/store/take-attempt'
import { Refusal } from '@/lib/model/refusal'
import { personActor, type Scope } from '@/lib/model/scope'
import type { ProviderRefusal } from '@/lib/model/sign-in'
import { identityOf } from '@/lib/sign-in/claims'
import type { SignedIn } from './sign-in'

/** From where somebody came back from the provider. */
export type Arrival = { ip: string | null; userAgent: string | null; requestId: string | null }

/** What became of it: signed in, linked, or refused. */
export type Outcome =
  | ({ kind: 'signed-in' } & SignedIn)
  | { kind: 'linked' }
  | { kind: 'refused'; reason: ProviderRefusal }

const NOBODY = { userId: 'unknown', name: 'Nobody known' }
const WINDOW_MS = 15 * 60_000
/** Of one address, in a quarter of an hour: many people may share it. */
const TRIES = 300
/** Entries of failures that anybody can cause, of one address in a quarter of an hour. */
const FAILURES_WRITTEN = 20

/**
 * Somebody has come back with claims that next-auth has verified: links them to the account whose person asked for that,
 * else signs in whoever they are linked to. Whatever comes of it is in the audit log.
 */
export async function arriveFromProvider(
  provider: IdentityProvider,
  claims: unknown,
  { arrival, linkTo }: { arrival: Arrival; linkTo: Scope | null },
  on: Db = database(),
  now = new Date(),
): Promise<Outcome> {
  const identity = identityOf(claims, provider)
  const isLink = linkTo !== null && linkTo.orgId === provider.orgId
  if ('refusal' in identity) {
    const person = isLink ? { userId: linkTo.actor.id, name: linkTo.actor.name } : NOBODY
    return refuse(provider, { reason: identity.refusal, person, arrival, email: identity.email }, on)
  }
  if (isLink) return link(provider, { ...identity, issuer: provider.issuer }, { arrival, linkTo }, on, now)

  const { ip, requestId, userAgent } = arrival
  const admission = await admitIdentity(provider, identity, { ip, requestId }, now, on)
  if (admission.refusal !== null) {
    const { refusal: reason, person } = admission
    return refuse(provider, { reason, person: person ?? NOBODY, arrival, email: identity.email }, on)
  }
  const { userId, name } = admission
  const actor = personActor({ id: userId, name, ip, requestId })
  const { orgId } = provider
  const { sessionId } = await openSession({ orgId, actor, userAgent, by: provider.issuer }, now, on)
  return { kind: 'signed-in', orgId, sessionId, userId }
}

async function link(
  provider: IdentityProvider,
  identity: Parameters<typeof linkIdentity>[1],
  { arrival, linkTo }: { arrival: Arrival; linkTo: Scope },
  on: Db,
  now: Date,
): Promise<Outcome> {
  try {
    await linkIdentity(linkTo, identity, now, on)
    return { kind: 'linked' }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const person = { userId: linkTo.actor.id, name: linkTo.actor.name }
    return refuse(provider, { reason: 'taken', person, arrival, email: identity.email }, on)
  }
}

type Refused = {
  reason: ProviderRefusal
  person: { userId: string; name: string }
  arrival: Arrival
  email: string | null
  /** What went wrong, where it was not the person. */
  detail?: string
}

async function refuse(provider: IdentityProvider, refused: Refused, on: Db): Promise<Outcome> {
  const { reason, person, arrival, email, detail } = refused
  const { ip, requestId } = arrival
  const { orgId, issuer } = provider
  const actor = personActor({ id: person.userId, name: person.name, ip, requestId })
  await on.transaction((tx) =>
    appendAuditEntry(
      tx,
      { orgId, actor },
      {
        action: 'session.refused',
        target: { kind: 'user', id: person.userId, teamId: null },
        after: { reason, issuer, ...(email === null ? {} : { email }), ...(detail ? { detail } : {}) },
      },
      'denied',
    ),
  )
  return { kind: 'refused', reason }
}

/**
 * Writes down that the way to the provider, or back, failed before it was known who came. Anybody can make it fail, so only
 * the first twenty of an address are written in a quarter of an hour.
 */
export async function noteFailure(
  provider: IdentityProvider,
  failure: { reason: ProviderRefusal; detail: string; arrival: Arrival },
  on: Db = database(),
  now = new Date(),
): Promise<void> {
  const key = `sign-in:failed:${failure.arrival.ip ?? 'unknown'}`
  const { isAllowed } = await takeAttempt({ key, attempts: FAILURES_WRITTEN, windowMs: WINDOW_MS }, now, on)
  if (isAllowed) await refuse(provider, { ...failure, person: NOBODY, email: null }, on)
}

/** False when an address has been sent to the provider, or has come back, too often: each time Runledger asks the provider. */
export async function mayAskProvider(
  ip: string | null,
  on: Db = database(),
  now = new Date(),
): Promise<boolean> {
  const key = `sign-in:provider:${ip ?? 'unknown'}`
  return (await takeAttempt({ key, attempts: TRIES, windowMs: WINDOW_MS }, now, on)).isAllowed
}
