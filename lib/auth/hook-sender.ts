import { type Db, database } from '@/db/client'
import { orUnavailable } from '@/db/outage'
import { findHookSource, type HookSource } from '@/db/queries/find-hook-source'
import type { HookCall, HookSender } from '@/lib/ingest/events/receiver'
import { toolOf } from '@/lib/ingest/events/registry'
import { type Verifier, verify } from '@/lib/ingest/events/verify'
import type { Authenticate } from '@/lib/ingest/receive/sink'
import { Refusal } from '@/lib/model/refusal'
import { fetchCertificate } from './fetch-certificate'
import { authenticateIngest } from './ingest-token'
import { openSecret } from './sealed-secret'

/** How long a changed secret may still count, which is what it costs not to ask the database for each call. */
const REMEMBERED_MS = 5_000
/** While there is no database, what was known of a source counts for this long: its tool may never send again. */
const REMEMBERED_AWAY_MS = 24 * 3_600_000
const REMEMBERED_MAX = 10_000

type Remembered = { found: HookSource; untilMs: number; awayUntilMs: number }

/**
 * Tells who calls a hook: its source, if the call is signed with the source's secret, or carries one of its ingest tokens
 * where none is set. Throws a `Refusal` where there is no such source, or none of its tokens. Use one for a process: it
 * remembers what it was told.
 */
export function hookAuthenticator(
  on: () => Db = database,
  authenticate: Authenticate = authenticateIngest,
  clock: () => number = Date.now,
): (call: HookCall) => Promise<HookSender> {
  const remembered = new Map<string, Remembered>()

  return async (call) => {
    const hook = await hookOf(call.sourceId, { on: on(), nowMs: clock(), remembered })
    const source = { ...hook.source, isSelf: false }
    const verifier = verifierOf(hook, call)
    if (verifier === null) {
      const sender = await authenticate(tokenHeaders(call))
      if (sender.sourceId === source.sourceId && sender.orgId === source.orgId) return { ok: true, source }
      return { ok: false, source, message: 'The token is of another source.' }
    }
    const verification = await verify(verifier, {
      headers: pairs(call.rawHeaders),
      rawBody: call.body,
      secrets: secretsOf(hook, clock()),
      nowMs: clock(),
      pathToken: call.token ?? undefined,
      fetchCertificate,
    })
    if (!verification.ok) return { ok: false, source, message: verification.message }
    const { confirm } = verification
    return confirm === undefined ? { ok: true, source } : { ok: true, source, confirm }
  }
}

/** The process's own, for the receivers. */
export const authenticateHook = hookAuthenticator()

type Memory = { on: Db; nowMs: number; remembered: Map<string, Remembered> }

async function hookOf(sourceId: string, { on, nowMs, remembered }: Memory): Promise<HookSource> {
  const known = remembered.get(sourceId)
  if (known !== undefined && known.untilMs > nowMs) return known.found
  let found: HookSource | null
  try {
    found = await orUnavailable(() => findHookSource(sourceId, on))
  } catch (error) {
    const isAway = error instanceof Refusal && error.code === 'unavailable'
    if (isAway && known !== undefined && known.awayUntilMs > nowMs) return known.found
    throw error
  }
  if (found === null) throw new Refusal('not_found', 'there is no source with this address')
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(sourceId, {
    found,
    untilMs: nowMs + REMEMBERED_MS,
    awayUntilMs: nowMs + REMEMBERED_AWAY_MS,
  })
  return found
}

/**
 * The verifier that the source's person chose among its tool's; null for the kinds that are an ingest token. Of several of a
 * kind it is the one whose header was sent: a tool may sign what it tells and what it asks in different ones.
 */
function verifierOf({ source, verifier: chosen }: HookSource, { rawHeaders }: HookCall): Verifier | null {
  const all = toolOf(source.kind)?.webhook?.verifiers ?? []
  const ofKind = all.filter(({ kind }) => kind === chosen)
  const sent = new Set([...pairs(rawHeaders)].map(([name]) => name.toLowerCase()))
  const verifier = ofKind.find((each) => 'header' in each && sent.has(each.header)) ?? ofKind[0] ?? null
  return verifier === null || verifier.kind === 'bearer' || verifier.kind === 'url' ? null : verifier
}

function secretsOf({ secret, previousSecret, previousSecretUntil }: HookSource, nowMs: number): string[] {
  const isPreviousGood = previousSecretUntil !== null && previousSecretUntil.getTime() > nowMs
  return [secret, isPreviousGood ? previousSecret : null].flatMap((sealed) => {
    const opened = sealed === null ? null : openSecret(sealed.toString('base64url'), 'connection')
    return opened === null ? [] : [opened]
  })
}

/** The token in any of the places where tools can put one: the address, a bearer, a basic password, a key. */
function tokenHeaders({ token, rawHeaders }: HookCall): Record<string, string> {
  if (token !== null) return { 'x-api-key': token }
  const headers = Object.fromEntries(
    [...pairs(rawHeaders)].map(([name, value]) => [name.toLowerCase(), value]),
  )
  const basic = /^basic +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (basic === undefined) return headers
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? []
  return { 'x-api-key': password }
}

function* pairs(raw: readonly string[]): Generator<readonly [string, string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at] ?? '', raw[at + 1] ?? '']
}
