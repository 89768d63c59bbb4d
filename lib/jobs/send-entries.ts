import { openSecret } from '@/lib/auth/sealed-secret'
import type { StreamShape, StreamTarget } from '@/lib/model/audit-stream'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { otlpLogs } from '@/lib/streams/otlp-logs'
import { objectKey, signedPut } from '@/lib/streams/s3-put'
import { streamLine } from '@/lib/streams/stream-line'
import { syslogFrame } from '@/lib/streams/syslog-frame'
import { webhookMessage } from '@/lib/streams/webhook-body'
import { signStandard } from '@/lib/webhooks/sign-standard'
import { sendSyslog } from './send-syslog'
import { askTool, ToolTrouble } from './tool-request'

/** Where a stream sends to, with its sealed secrets. */
export type StreamConnection = {
  orgId: string
  id: string
  target: StreamTarget
  shape: StreamShape
  sealedSecret: string | null
  sealedPrevious: string | null
  previousUntil: Date | null
}

type Lines = readonly { entry: ExportedAuditEntry; line: string }[]

/** How much goes at once: entries and bytes of their JSON. An entry that is larger goes alone. */
export const BATCHES: Record<StreamTarget['kind'], { entries: number; bytes: number }> = {
  webhook: { entries: 100, bytes: 256 * 1024 },
  syslog: { entries: 500, bytes: 1024 * 1024 },
  otlp: { entries: 500, bytes: 1024 * 1024 },
  s3: { entries: 5000, bytes: 8 * 1024 * 1024 },
}

/** The first of these entries that go at once. */
export function batchOf(
  { target, shape }: Pick<StreamConnection, 'target' | 'shape'>,
  entries: readonly ExportedAuditEntry[],
): { entry: ExportedAuditEntry; line: string }[] {
  const most = BATCHES[target.kind]
  const batch: { entry: ExportedAuditEntry; line: string }[] = []
  let bytes = 0
  for (const entry of entries.slice(0, most.entries)) {
    const line = streamLine(shape, entry)
    bytes += Buffer.byteLength(line)
    if (bytes > most.bytes && batch.length > 0) break
    batch.push({ entry, line })
  }
  return batch
}

/** Sends entries and returns when they were taken. Throws a ToolTrouble, whose message holds no secret, where they were not. */
export async function sendEntries(
  to: StreamConnection,
  batch: Lines,
  { now, hostname, signal }: { now: Date; hostname: string; signal: AbortSignal },
): Promise<void> {
  const { target } = to
  switch (target.kind) {
    case 'webhook':
      return sendWebhook(to, target.settings.url, batch, now, signal)
    case 'otlp':
      return sendOtlp(to, target.settings, batch, now, signal)
    case 's3':
      return putObject(to, target.settings, batch, now, signal)
    case 'syslog': {
      const frames = batch.map(({ entry, line }) => syslogFrame(entry, line, hostname)).join('')
      const key = target.settings.clientCertificate === '' ? null : secretOf(to)
      return sendSyslog(target.settings, key, frames, signal)
    }
  }
}

async function sendWebhook(
  to: StreamConnection,
  url: string,
  batch: Lines,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const { id, body } = webhookMessage(to, batch)
  const signed = signStandard({ id, atMs: now.getTime(), body }, signingSecrets(to, now))
  await post(url, { 'content-type': 'application/json', ...signed }, body, signal)
}

async function sendOtlp(
  to: StreamConnection,
  { url, header }: { url: string; header: string },
  batch: Lines,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const secret = header === '' ? {} : { [header]: secretOf(to) }
  const answer = await post(
    url,
    { ...secret, 'content-type': 'application/json' },
    otlpLogs(to.orgId, batch, now),
    signal,
  )
  const refused = rejectedRecords(answer)
  // By the specification these are not to be sent again. An audit log that has holes is worse than one that waits.
  if (refused > 0) throw new ToolTrouble(`refused ${refused} of ${batch.length} records`)
}

function rejectedRecords(answer: string): number {
  try {
    const said: unknown = JSON.parse(answer)
    const partial: unknown =
      said !== null && typeof said === 'object' ? Reflect.get(said, 'partialSuccess') : null
    if (partial === null || typeof partial !== 'object') return 0
    return Number(Reflect.get(partial, 'rejectedLogRecords') ?? 0)
  } catch (error) {
    // What is not JSON says nothing of records; the status has said that they were taken.
    if (error instanceof SyntaxError) return 0
    throw error
  }
}

async function putObject(
  to: StreamConnection,
  settings: Extract<StreamTarget, { kind: 's3' }>['settings'],
  batch: Lines,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const first = batch[0]?.entry
  if (first === undefined) throw new RangeError('An object has at least one entry')
  const body = batch.map(({ line }) => `${line}\n`).join('')
  const key = objectKey(settings.prefix, to.orgId, first)
  const put = await signedPut(settings, secretOf(to), { key, body, now })
  const length = { 'content-length': String(Buffer.byteLength(put.body)), expect: '100-continue' }
  const headers = { ...put.headers, ...length }
  const answer = await askTool(put.url, { method: 'PUT', headers, body: put.body }, signal)
  // What S3 calls it, such as SignatureDoesNotMatch: 403 alone says nothing of the key, the secret, the bucket or the clock.
  const [, code = ''] = /<Code>([A-Za-z]{3,60})<\/Code>/.exec(answer.text.slice(0, 10_000)) ?? []
  taken(answer, code)
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<string> {
  const all = { 'user-agent': 'Runledger', ...headers }
  return taken(await askTool(new URL(url), { method: 'POST', headers: all, body }, signal))
}

function taken({ status, retryAfter, text }: Awaited<ReturnType<typeof askTool>>, code = ''): string {
  if (status >= 200 && status <= 299) return text
  const seconds = /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : null
  const said = code === '' ? `answered ${status}` : `answered ${status} (${code})`
  throw new ToolTrouble(said, seconds === null ? null : seconds * 1_000)
}

/** The present secret, and for a while after it took another's place, that one. */
function signingSecrets(to: StreamConnection, now: Date): string[] {
  const { sealedPrevious, previousUntil } = to
  const isKept = sealedPrevious !== null && previousUntil !== null && previousUntil > now
  const previous = isKept ? openSecret(sealedPrevious, 'audit-stream') : null
  return [secretOf(to), ...(previous === null ? [] : [previous])]
}

function secretOf({ sealedSecret }: StreamConnection): string {
  const secret = sealedSecret === null ? null : openSecret(sealedSecret, 'audit-stream')
  if (secret === null) throw new ToolTrouble('has no secret that can be read: give it again')
  return secret
}
