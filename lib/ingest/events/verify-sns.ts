import { createVerify, X509Certificate } from 'node:crypto'
import { anyOf, type SignedRequest, unverified, type Verification } from './verification'

/** What Amazon signs, by the type of message, in this order; a subject only where there is one. */
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}
const HASHES: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }

/**
 * Amazon SNS over HTTPS, signature versions 1 and 2: the message is of one of our topics (the secrets are their ARNs) and
 * signed by a certificate that lies at Amazon's own address. A confirmation that holds is returned to be asked for.
 */
export async function verifySns(request: SignedRequest, topics: readonly string[]): Promise<Verification> {
  const message = messageOf(request.rawBody)
  if (message === null) return unverified('malformed', 'The body is no message of Amazon SNS.')
  const own = Object.hasOwn(SIGNED, message.Type ?? '') ? SIGNED[message.Type ?? ''] : undefined
  const hash = HASHES[message.SignatureVersion ?? '']
  const { Signature: signature, SigningCertURL: certificateUrl } = message
  if (own === undefined || hash === undefined || signature === undefined || certificateUrl === undefined)
    return unverified('malformed', 'The body lacks what Amazon SNS signs with.')
  if (own.some((name) => message[name] === undefined && name !== 'Subject'))
    return unverified('malformed', 'The body lacks a part that Amazon SNS signs.')
  if (!isAmazonSns(certificateUrl) || !new URL(certificateUrl).pathname.endsWith('.pem'))
    return unverified('malformed', 'The certificate does not lie at Amazon SNS.')
  const topic = anyOf(topics, (arn) => arn.trim() === message.TopicArn)
  if (!topic.ok) return unverified('mismatch', 'It is of another topic than the source is set to.')

  const key = await keyAt(certificateUrl, request)
  if (key === null) return unverified('mismatch', 'The certificate is none, or not of this time.')
  const signed = own
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('')
  if (!createVerify(hash).update(signed, 'utf8').verify(key, signature, 'base64'))
    return unverified('mismatch', 'It was not signed by Amazon SNS.')
  if (message.Type !== 'SubscriptionConfirmation') return { ok: true }
  const confirm = message.SubscribeURL ?? ''
  if (!isAmazonSns(confirm)) return unverified('malformed', 'The address to confirm is not of Amazon SNS.')
  return { ok: true, confirm }
}

/** The parts of a message that are text. */
function messageOf(rawBody: Uint8Array): Partial<Record<string, string>> | null {
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string'))
}

/** An https address on `sns.<region>.amazonaws.com` (or China's), with neither a port nor a user. */
function isAmazonSns(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    /^sns\.[a-z0-9-]{3,32}\.amazonaws\.com(\.cn)?$/.test(hostname)
  )
}

/** The public key of the certificate at an address of Amazon's; null where it is none that is valid now. */
async function keyAt(
  url: string,
  { fetchCertificate, nowMs }: SignedRequest,
): Promise<X509Certificate['publicKey'] | null> {
  if (fetchCertificate === undefined) return null
  const certificate = certificateOf(await fetchCertificate(url))
  if (certificate === null) return null
  const isOfNow = Date.parse(certificate.validFrom) <= nowMs && nowMs <= Date.parse(certificate.validTo)
  return isOfNow && certificate.publicKey.asymmetricKeyType === 'rsa' ? certificate.publicKey : null
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    // OpenSSL's own errors are plain ones with a code.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
