import { createHmac, createPublicKey, verify as isSignature, timingSafeEqual } from 'node:crypto'
import { anyOf, type SignedHeaders, unverified, type Verification } from './verification'

const TOLERANCE_SECONDS = 5 * 60
const SECRET = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * Standard Webhooks 1.0: one of the signatures in `webhook-signature` is that of `<id>.<timestamp>.<body>`, by HMAC-SHA256
 * (`v1`, secret `whsec_<base64>`) or Ed25519 (`v1a`, public key `whpk_<base64>`), and is not older or newer than 5 minutes.
 */
export function verifyStandard(
  headers: SignedHeaders,
  rawBody: Uint8Array,
  secrets: readonly string[],
  nowMs: number,
): Verification {
  const sent: string[] = []
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    const value = headers.one(name)
    if (value === null || value === '') return unverified('absent', `The header ${name} is missing.`)
    if (typeof value !== 'string') return value
    sent.push(value)
  }
  const [id = '', timestamp = '', signature = ''] = sent
  // With a dot in the id, what is signed could be read in two ways.
  if (id.includes('.')) return unverified('malformed', 'The header webhook-id holds a dot.')
  if (!/^\d{1,12}$/.test(timestamp))
    return unverified('malformed', 'The header webhook-timestamp is not in seconds since 1970.')
  if (Math.abs(Math.floor(nowMs / 1_000) - Number(timestamp)) > TOLERANCE_SECONDS)
    return unverified('stale', 'The header webhook-timestamp is more than five minutes from now.')
  // What servers make of two headers of a name.
  if (/,\s/.test(signature))
    return unverified('repeated', 'The header webhook-signature was sent more than once.')

  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), rawBody])
  const signatures = signature.split(' ').slice(0, 16)
  return anyOf(secrets, (secret) =>
    secret.startsWith('whpk_')
      ? isAnySignature(signatures, secret.slice('whpk_'.length), signed)
      : isAnyHmac(signatures, secret.replace(/^whsec_/, ''), signed),
  )
}

function isAnyHmac(signatures: readonly string[], secret: string, signed: Buffer): boolean {
  if (!SECRET.test(secret)) return false
  const key = Buffer.from(secret, 'base64')
  const expected = createHmac('sha256', key).update(signed).digest()
  return ofVersion('v1', signatures, expected.length)
    .map((each) => timingSafeEqual(each, expected))
    .some((fits) => fits)
}

function isAnySignature(signatures: readonly string[], publicKey: string, signed: Buffer): boolean {
  const x = Buffer.from(SECRET.test(publicKey) ? publicKey : '', 'base64')
  if (x.length !== 32) return false
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') },
    format: 'jwk',
  })
  return ofVersion('v1a', signatures, 64).some((each) => isSignature(null, signed, key, each))
}

/** The signatures of a version that have the right length and are written in the one right way: Node skips what it cannot read. */
const ofVersion = (version: string, signatures: readonly string[], length: number): Buffer[] =>
  signatures
    .filter((each) => each.startsWith(`${version},`))
    .map((each) => each.slice(version.length + 1))
    .map((text) => ({ text, bytes: Buffer.from(text, 'base64') }))
    .filter(({ text, bytes }) => bytes.length === length && bytes.toString('base64') === text)
    .map(({ bytes }) => bytes)
