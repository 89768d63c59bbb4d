import { type Db, database } from '@/db/client'
import { orUnavailable } from '@/db/outage'
import { findIngestTokens } from '@/db/queries/find-ingest-token'
import { noteTokenUse } from '@/db/store/note-token-use'
import { selfSource } from '@/db/store/self-source'
import { installationSecret } from '@/lib/installation-secret'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { parseIngestToken } from '@/lib/secrets/ingest-token'
import { isSameHash } from '@/lib/secrets/secret-token'
import { isSelfToken } from '@/lib/telemetry/self-token'

/** Headers as Node gives them: lower-case names. gRPC metadata is handed over in the same form. */
export type IngestHeaders = Readonly<Record<string, string | string[] | undefined>>

/** How long a revoked token may still be taken, which is what it costs not to ask the database for each batch. */
const REMEMBERED_MS = 5_000
const REMEMBERED_MAX = 10_000
const NOTED_EVERY_MS = 60_000

type Remembered = { answer: Promise<IngestSource>; untilMs: number }

/** Tells whose telemetry a request carries, or refuses it. Use one for a process: it remembers what it was told. */
export function ingestAuthenticator(
  on: () => Db = database,
  secret: () => string = installationSecret,
  clock: () => number = Date.now,
): (headers: IngestHeaders) => Promise<IngestSource> {
  const remembered = new Map<string, Remembered>()
  const notedAtMs = new Map<string, number>()

  return async (headers) => {
    const token = tokenOf(headers)
    const nowMs = clock()
    // Keyed by the hash, so that no token lies in memory longer than its request.
    const parsed = parseIngestToken(token)
    const isSelf = parsed === null && isSelfToken(token, secret())
    if (parsed === null && !isSelf) throw malformed(token)
    const key = parsed === null ? 'self' : `${parsed.id}:${parsed.hash.toString('base64')}`

    const known = remembered.get(key)
    if (known !== undefined && known.untilMs > nowMs) return known.answer

    const answer = orUnavailable(() =>
      parsed === null
        ? ofSelf(headers, { on: on(), nowMs, notedAtMs })
        : ofToken(parsed, headers, { on: on(), nowMs, notedAtMs }),
    )
    if (remembered.size >= REMEMBERED_MAX) remembered.clear()
    remembered.set(key, { answer, untilMs: nowMs + REMEMBERED_MS })
    // A refusal is remembered as well, so that a broken exporter does not cost a look-up a request; an outage is not.
    answer.catch((error) => {
      if (!(error instanceof Refusal && error.code === 'unauthenticated')) remembered.delete(key)
    })
    return answer
  }
}

/** The process's own authenticator, for the receivers. */
export const authenticateIngest = ingestAuthenticator()

function tokenOf(headers: IngestHeaders): string {
  const bearer = /^bearer +(\S+) *$/i.exec(first(headers.authorization) ?? '')?.[1]
  const token = bearer ?? first(headers['x-api-key'])?.trim()
  if (token !== undefined && token !== '') return token
  throw new Refusal(
    'unauthenticated',
    'No ingest token: send it in the header `authorization: Bearer rl_ing_…` or `x-api-key: rl_ing_…`.',
  )
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

function malformed(token: string): Refusal {
  const isOtherKind = /^rl_(?!ing_|self_)[a-z]+_/.test(token)
  return isOtherKind
    ? new Refusal(
        'forbidden',
        'This token is not for sending: create an ingest token (rl_ing_…) for the source.',
      )
    : new Refusal(
        'unauthenticated',
        'Not an ingest token, or mistyped: it begins with rl_ing_ and has 66 characters.',
      )
}

type Notes = { on: Db; nowMs: number; notedAtMs: Map<string, number> }

async function ofToken(
  sent: { id: string; hash: Buffer },
  headers: IngestHeaders,
  notes: Notes,
): Promise<IngestSource> {
  const { on, nowMs } = notes
  const found = (await findIngestTokens(sent.id, on)).find((token) => isSameHash(token.hash, sent.hash))
  if (found === undefined) throw new Refusal('unauthenticated', 'This ingest token is not known here.')
  if (found.revokedAt !== null) throw new Refusal('unauthenticated', 'This ingest token was revoked.')
  if (found.expiresAt !== null && found.expiresAt.getTime() <= nowMs) {
    throw new Refusal('unauthenticated', `This ingest token expired at ${found.expiresAt.toISOString()}.`)
  }
  await note(found.source.orgId, sent.id, headers, notes)
  return { ...found.source, isSelf: false }
}

async function ofSelf(headers: IngestHeaders, notes: Notes): Promise<IngestSource> {
  const source = await selfSource(notes.on)
  if (source === null) throw new Refusal('unavailable', 'Runledger is not set up yet.', 10)
  // It has no token in the table: its source's id stands for one.
  await note(source.orgId, source.sourceId, headers, notes)
  return source
}

async function note(
  orgId: string,
  tokenId: string,
  headers: IngestHeaders,
  { on, nowMs, notedAtMs }: Notes,
): Promise<void> {
  if (nowMs - (notedAtMs.get(tokenId) ?? 0) < NOTED_EVERY_MS) return
  if (notedAtMs.size >= REMEMBERED_MAX) notedAtMs.clear()
  notedAtMs.set(tokenId, nowMs)
  const userAgent = first(headers['user-agent']) ?? null
  await noteTokenUse({ orgId, tokenId, userAgent, at: new Date(nowMs) }, on)
}
