import { createHmac, createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto'

/** Bytes of a secret: the specification asks for 24 to 64. */
const SECRET_BYTES = 32
/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The three headers that a signed webhook is sent with. */
export type StandardHeaders = {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

/** What is sent. The id stays the same when it is sent again; the time is that of this attempt. */
export type StandardMessage = { id: string; atMs: number; body: string | Uint8Array }

/** A new secret of Standard Webhooks, `whsec_<base64 of 32 bytes>`, for the receiver to keep. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/**
 * Signs a webhook as Standard Webhooks 1.0 has it: HMAC-SHA256 by a secret `whsec_…` (`v1`), Ed25519 by a private key `whsk_…`
 * (`v1a`), over `<id>.<seconds>.<body>`, the body byte for byte as it is sent. Give the new and the old secret while one
 * takes the other's place: a signature for each is sent. Throws a RangeError for what nothing can be signed with or as.
 */
export function signStandard(message: StandardMessage, secrets: readonly string[]): StandardHeaders {
  const { id, atMs, body } = message
  // With a dot in the id, what is signed could be read in two ways.
  if (!/^[\w-]+$/.test(id)) throw new RangeError('The id of a webhook has letters, digits, _ and - only')
  if (!Number.isSafeInteger(Math.floor(atMs)) || atMs < 0) throw new RangeError('A webhook is sent at a time')
  if (secrets.length === 0) throw new RangeError('A webhook is signed with at least one secret')
  const timestamp = String(Math.floor(atMs / 1_000))
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)])
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signatureOf(signed, secret)).join(' '),
  }
}

function signatureOf(signed: Buffer, secret: string): string {
  const [, kind = '', encoded = ''] = /^(whsec_|whsk_)?([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const key = Buffer.from(encoded, 'base64')
  if (kind === 'whsk_') return `v1a,${sign(null, signed, privateKeyOf(key)).toString('base64')}`
  if (key.length < 24 || key.length > 64)
    throw new RangeError('A secret of Standard Webhooks is whsec_ and base64 of 24 to 64 bytes')
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

/** The seed alone, or, as libraries write it, the seed and the public key. */
function privateKeyOf(bytes: Buffer): KeyObject {
  if (bytes.length !== 32 && bytes.length !== 64)
    throw new RangeError('A private key of Standard Webhooks is whsk_ and base64 of 32 or 64 bytes')
  const key = Buffer.concat([PKCS8_ED25519, bytes.subarray(0, 32)])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}
