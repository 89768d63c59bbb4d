import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { getConnection } from '@/db/queries/get-connection'
import { getSource } from '@/db/queries/get-source'
import { connectSource } from '@/db/store/connect-source'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import type { connectionBody } from '@/lib/input/connection-form'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import type { WebhookProof } from '@/lib/model/tool-guide'
import { sealSecret } from './sealed-secret'

const SECRET_BYTES = 32
/** Shorter ones can be guessed; the tools' own are far longer. */
const SECRET_LEAST = 16

/**
 * Says how a source's webhooks are proven. Where that is by a secret and none is given, one is made and handed back, to be
 * shown once; the one before is taken for `overlapHours` more.
 */
export async function setWebhookProof(
  scope: Scope,
  sourceId: string,
  { proof: id, secret: given, overlapHours }: { proof: string; secret: string | null; overlapHours: number },
): Promise<{ secret: string | null }> {
  const { kind } = await getSource(scope, sourceId)
  const proof = toolGuideOf(kind)?.proofs.find((each) => each.id === id)
  if (proof === undefined)
    throw new Refusal('invalid', 'This tool cannot prove its calls in this way.', null, 'proof')
  if (proof.by === 'token') {
    await connectSource(scope, sourceId, { webhook: { verifier: id, secret: null, overlapHours } })
    return { secret: null }
  }
  requireSecret(proof, given)
  const secret = given ?? madeSecret(proof)
  await connectSource(scope, sourceId, { webhook: { verifier: id, secret: sealed(secret), overlapHours } })
  return { secret: given === null ? secret : null }
}

function requireSecret({ by, secretForm }: WebhookProof, given: string | null): void {
  if (by === 'topic' && !/^arn:aws[a-z-]*:sns:/.test(given ?? ''))
    throw new Refusal('invalid', 'Write the ARN of the topic: arn:aws:sns:…', null, 'secret')
  if (given !== null && given.length < SECRET_LEAST)
    throw new Refusal('invalid', `Use at least ${SECRET_LEAST} characters.`, null, 'secret')
  if (given !== null && secretForm === 'whsec' && !/^(whsec_|whpk_)?[A-Za-z0-9+/]+={0,2}$/.test(given))
    throw new Refusal('invalid', 'A secret of Standard Webhooks is whsec_ and base64.', null, 'secret')
}

/** 32 random bytes, in the form that the tool's signature asks for. */
function madeSecret({ secretForm }: WebhookProof): string {
  const bytes = randomBytes(SECRET_BYTES)
  return secretForm === 'whsec' ? `whsec_${bytes.toString('base64')}` : bytes.toString('hex')
}

/**
 * Says where the tool's API is, with what it is asked, and whether it is. No credentials keep those that are there, but only
 * for the same host: they are never sent to another one than they were given for.
 */
export async function setPolling(
  scope: Scope,
  sourceId: string,
  { url, isOn, credentials }: { url: string; isOn: boolean; credentials: Record<string, string> },
): Promise<void> {
  const [{ kind }, before] = await Promise.all([getSource(scope, sourceId), getConnection(scope, sourceId)])
  const poll = toolGuideOf(kind)?.poll ?? null
  if (poll === null) throw new Refusal('invalid', 'The API of this tool is not asked.', null, 'url')
  const known = new Set(poll.credentials.map(({ name }) => name))
  const stray = Object.keys(credentials).find((name) => !known.has(name))
  if (stray !== undefined)
    throw new Refusal('invalid', `“${stray}” is not asked for.`, null, `credential.${stray}`)
  const isKept = Object.keys(credentials).length === 0 && before.hasPollSettings
  if (isKept && before.pollUrl !== null && new URL(before.pollUrl).origin !== new URL(url).origin)
    throw new Refusal('invalid', 'Give the credentials again: this is another host.', null, 'url')
  const missing = isKept
    ? undefined
    : poll.credentials.find(({ name, isOptional }) => !isOptional && credentials[name] === undefined)
  if (isOn && missing !== undefined)
    throw new Refusal('invalid', `${missing.label} is missing.`, null, `credential.${missing.name}`)
  const settings = isKept ? null : sealed(JSON.stringify(credentials))
  await connectSource(scope, sourceId, { poll: { url, settings, isOn } })
}

/** Both at once, for programs, which are never told a secret: where one is needed, it is given. */
export async function setConnection(
  scope: Scope,
  sourceId: string,
  { webhook, poll }: z.output<typeof connectionBody>,
): Promise<void> {
  // Who may is asked first, so that a program learns nothing of a source that is not its own.
  const { kind, teamId } = await getSource(scope, sourceId)
  if (!mayIn(scope, 'source.write', teamId))
    throw new Refusal('forbidden', 'You may not do this: it needs the permission source.write in this team.')
  if (webhook !== undefined) {
    const { proof, secret = null, overlapHours } = webhook
    const by = toolGuideOf(kind)?.proofs.find(({ id }) => id === proof)?.by
    if (by === 'secret' && secret === null)
      throw new Refusal(
        'invalid',
        'Give the secret: none is made where it could not be shown.',
        null,
        'webhook.secret',
      )
    await setWebhookProof(scope, sourceId, { proof, secret, overlapHours })
  }
  if (poll !== undefined) await setPolling(scope, sourceId, poll)
}

const sealed = (secret: string): Buffer => Buffer.from(sealSecret(secret, 'connection'), 'base64url')
