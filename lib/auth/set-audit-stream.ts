import type { z } from 'zod'
import { addStream, noteStreamTest, rotateStreamSecret, updateStream } from '@/db/store/change-audit-streams'
import { streamOf } from '@/db/store/find-audit-stream'
import { config } from '@/lib/config'
import type { newStreamBody, streamBody } from '@/lib/input/audit-stream-form'
import { sendEntries } from '@/lib/jobs/send-entries'
import { ToolTrouble } from '@/lib/jobs/tool-request'
import { needsSecret, type StreamTarget, type StreamTest, streamServer } from '@/lib/model/audit-stream'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import { certificatesTrouble, keyTrouble } from '@/lib/streams/certificates'
import { streamLine, testEntry } from '@/lib/streams/stream-line'
import { newWebhookSecret } from '@/lib/webhooks/sign-standard'
import { requestRate } from './request-rate'
import { openSecret, sealSecret } from './sealed-secret'

const TESTS_PER_MINUTE = 20
const LONGEST_MS = 20_000
/** How long webhooks are signed with the old secret, too. */
const KEPT_MS = 24 * 3_600_000

const take = requestRate(TESTS_PER_MINUTE)

/** Streams the audit log to one more place. The secret that is made for a webhook is handed back, to be shown once. */
export async function streamTo(
  scope: Scope,
  { secret, from, ...setting }: z.output<typeof newStreamBody>,
): Promise<{ streamId: string; secret: string | null }> {
  const made = setting.target.kind === 'webhook' && secret === null ? newWebhookSecret() : null
  const given = secret ?? made
  requireCertificates(setting.target)
  requireSecret(setting.target, given)
  const { streamId } = await addStream(scope, setting, { sealedSecret: sealed(given), from })
  return { streamId, secret: made }
}

/** Changes a stream. A secret that was given for one server is never sent to another: it has to be given again. */
export async function changeStream(
  scope: Scope,
  streamId: string,
  { secret, ...setting }: z.output<typeof streamBody>,
): Promise<void> {
  requireRight(scope)
  const before = await streamOf(scope, streamId)
  const { target } = setting
  requireCertificates(target)
  const isSent = target.kind === 'otlp' || target.kind === 's3'
  const isElsewhere =
    before.target.kind === target.kind && streamServer(before.target) !== streamServer(target)
  if (secret === undefined && isSent && isElsewhere && before.sealedSecret !== null && needsSecret(target))
    throw new Refusal('invalid', 'Give the secret again: this is another server or key.', null, 'secret')
  if (secret !== undefined || before.sealedSecret === null) requireSecret(target, secret ?? null)
  // A certificate may be renewed without another key, which then has to be that of the new one.
  else if (target.kind === 'syslog' && needsSecret(target))
    requireSecret(target, openSecret(before.sealedSecret, 'audit-stream'))
  if (!needsSecret(target)) return updateStream(scope, streamId, setting, null)
  await updateStream(scope, streamId, setting, secret === undefined ? undefined : sealed(secret))
}

/** Puts a new secret in place of the present one. That of a webhook is made here, and the old one signs for a day more. */
export async function rotateStream(
  scope: Scope,
  streamId: string,
  given: string | null,
  now = new Date(),
): Promise<{ secret: string | null }> {
  requireRight(scope)
  const { target } = await streamOf(scope, streamId)
  const isWebhook = target.kind === 'webhook'
  const made = isWebhook && given === null ? newWebhookSecret() : null
  const secret = given ?? made
  if (!needsSecret(target)) throw new Refusal('invalid', 'This stream has no secret.', null, 'secret')
  requireSecret(target, secret)
  await rotateStreamSecret(scope, streamId, {
    sealedSecret: sealSecret(secret ?? '', 'audit-stream'),
    previousUntil: isWebhook ? new Date(now.getTime() + KEPT_MS) : null,
  })
  return { secret: made }
}

/** Sends one event that says that it is a test, as entries are sent, and says what came of it. It is written into the audit log. */
export async function testStream(scope: Scope, streamId: string): Promise<StreamTest> {
  requireRight(scope)
  const stream = await streamOf(scope, streamId)
  take(`${scope.orgId} ${streamId}`)
  const now = new Date()
  const entry = testEntry(stream, now)
  const line = streamLine(stream.shape, entry)
  const signal = AbortSignal.timeout(LONGEST_MS)
  const hostname = new URL(config().url).hostname
  let error: string | null = null
  try {
    await sendEntries(stream, [{ entry, line }], { now, hostname, signal })
  } catch (trouble) {
    if (signal.aborted) error = `gave no answer within ${LONGEST_MS / 1_000} s`
    else if (trouble instanceof ToolTrouble) error = trouble.message
    else throw trouble
  }
  await noteStreamTest(scope, streamId, error)
  return { error }
}

function requireRight(scope: Scope): void {
  if (scope.isReadOnly || !mayIn(scope, 'audit.write', null))
    throw new Refusal(
      'forbidden',
      'You may not do this: it needs the permission audit.write in the organization.',
    )
}

/** Refuses certificates that TLS would pass over without a word. */
function requireCertificates({ kind, settings }: StreamTarget): void {
  if (kind !== 'syslog') return
  for (const field of ['ca', 'clientCertificate'] as const) {
    const trouble = settings[field] === '' ? null : certificatesTrouble(settings[field])
    if (trouble !== null) throw new Refusal('invalid', trouble, null, field)
  }
  if (settings.clientCertificate !== '' && !settings.isTls)
    throw new Refusal('invalid', 'Certificates are shown over TLS only.', null, 'clientCertificate')
}

function requireSecret(target: StreamTarget, secret: string | null): void {
  const refuse = (message: string) => new Refusal('invalid', message, null, 'secret')
  if (!needsSecret(target)) {
    if (secret !== null) throw refuse('This has no use for a secret: leave it empty.')
    return
  }
  if (target.kind === 'syslog') {
    if (secret === null) throw refuse('Give the private key of the client certificate.')
    const trouble = keyTrouble(secret, target.settings.clientCertificate)
    if (trouble !== null) throw refuse(trouble)
    return
  }
  if (secret === null) throw refuse('Give the secret.')
  if (secret.includes('\n')) throw refuse('It has characters that no header and no key has.')
  if (target.kind !== 'webhook') return
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const bytes = Buffer.from(encoded, 'base64').length
  if (bytes < 24 || bytes > 64)
    throw refuse('A secret of Standard Webhooks is whsec_ and base64 of 24 to 64 bytes.')
}

const sealed = (secret: string | null): string | null =>
  secret === null ? null : sealSecret(secret, 'audit-stream')
