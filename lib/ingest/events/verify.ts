import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { anyOf, SignedHeaders, type SignedRequest, unverified, type Verification } from './verification'
import { verifySns } from './verify-sns'
import { verifyStandard } from './verify-standard'

/**
 * How a webhook proves who sent it (sources.md §13), always over the raw bytes. The secret is what the person set or was
 * given; it is kept encrypted with the source.
 */
export type Verifier =
  /** `<prefix><hex HMAC>` of the body in a header: GitHub, Bitbucket, HCP Terraform, dbt Cloud, Trigger.dev. */
  | { kind: 'hmac'; header: string; prefix: string; hash: 'sha256' | 'sha512' }
  /** Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  | { kind: 'standard' }
  /** The secret itself in a header of the tool's choosing: GitLab. */
  | { kind: 'token'; header: string }
  /** An ingest token as bearer, basic password or `x-api-key`. */
  | { kind: 'bearer' }
  /** The secret as last part of the address or as `?token=`: for tools that can set neither header nor signature. */
  | { kind: 'url' }
  /** Amazon SNS: a signature by a certificate of Amazon's. The secret is the ARN of the topic: anybody can have Amazon sign. */
  | { kind: 'sns' }

/** Tells whether a request was sent by who holds one of the secrets. Compares in constant time, over the raw bytes only. */
export async function verify(verifier: Verifier, request: SignedRequest): Promise<Verification> {
  const secrets = request.secrets.filter((secret) => secret !== '')
  if (secrets.length === 0) return unverified('unset', 'No secret is set for this source.')
  const headers = new SignedHeaders(request.headers)
  switch (verifier.kind) {
    case 'hmac':
      return verifyHmac(verifier, headers, request.rawBody, secrets)
    case 'standard':
      return verifyStandard(headers, request.rawBody, secrets, request.nowMs)
    case 'token':
      return verifyToken(headers.one(verifier.header), verifier.header, secrets)
    case 'bearer':
      return verifyBearer(headers, secrets)
    case 'url':
      return verifyUrl(request.pathToken, secrets)
    case 'sns':
      return verifySns(request, secrets)
  }
}

function verifyHmac(
  { header, prefix, hash }: Extract<Verifier, { kind: 'hmac' }>,
  headers: SignedHeaders,
  rawBody: Uint8Array,
  secrets: readonly string[],
): Verification {
  const sent = headers.one(header)
  if (sent === null) return unverified('absent', `The header ${header} is missing.`)
  if (typeof sent !== 'string') return sent
  const hex = sent.startsWith(prefix) ? sent.slice(prefix.length) : ''
  if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== (hash === 'sha256' ? 64 : 128))
    return unverified(
      'malformed',
      `The header ${header} holds no signature (${prefix}<hex of HMAC ${hash}>).`,
    )
  const given = Buffer.from(hex, 'hex')
  return anyOf(secrets, (secret) => timingSafeEqual(given, createHmac(hash, secret).update(rawBody).digest()))
}

function verifyToken(
  sent: string | null | Verification,
  where: string,
  secrets: readonly string[],
): Verification {
  if (sent === null) return unverified('absent', `The header ${where} is missing.`)
  if (typeof sent !== 'string') return sent
  return anyOf(secrets, (secret) => isSameText(sent, secret))
}

function verifyBearer(headers: SignedHeaders, secrets: readonly string[]): Verification {
  const authorization = headers.one('authorization')
  if (authorization !== null && typeof authorization !== 'string') return authorization
  if (authorization === null) return verifyToken(headers.one('x-api-key'), 'authorization', secrets)
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+) *$/i.exec(authorization) ?? []
  if (scheme === '') return unverified('malformed', 'The header authorization is neither bearer nor basic.')
  const secret = scheme.toLowerCase() === 'basic' ? passwordOf(credentials) : credentials
  if (secret === null) return unverified('malformed', 'The header authorization holds no basic credentials.')
  return anyOf(secrets, (each) => isSameText(secret, each))
}

/** The password of `base64(user:password)`. */
function passwordOf(credentials: string): string | null {
  const pair = Buffer.from(credentials, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? null : pair.slice(colon + 1)
}

function verifyUrl(pathToken: string | undefined, secrets: readonly string[]): Verification {
  if (pathToken === undefined || pathToken === '')
    return unverified('absent', 'The address lacks the token at its end.')
  return anyOf(secrets, (secret) => isSameText(pathToken, secret))
}

/** Texts of any length in constant time: their digests have the same. */
const isSameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
