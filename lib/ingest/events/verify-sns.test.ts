import { createSign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { selfSigned } from './testing/self-signed'
import type { SignedRequest } from './verification'
import { verify } from './verify'

const NOW_MS = Date.parse('2026-05-01T00:00:00Z')
const AMAZON = selfSigned(new Date('2026-01-01'), new Date('2027-01-01'))
const EXPIRED = selfSigned(new Date('2025-01-01'), new Date('2026-01-01'))
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:genie'
const CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01.pem'
const CONFIRM = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc'

const NOTIFICATION = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: TOPIC,
  Subject: 'a job',
  Message: '{"type":"JOB_FINISHED","é":1}',
  Timestamp: '2026-05-01T00:00:00.000Z',
}
const CONFIRMATION = {
  Type: 'SubscriptionConfirmation',
  MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  Token: 'abc',
  TopicArn: TOPIC,
  Message: 'You have chosen to subscribe',
  SubscribeURL: CONFIRM,
  Timestamp: '2026-05-01T00:00:00.000Z',
}
type Message = Partial<Record<string, string>>

/** What Amazon would send: names in the order in which it signs them. */
function signed(message: Message, version: '1' | '2' = '2', by = AMAZON): Message {
  const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = names
    .flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]))
    .join('')
  const signature = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(text)
    .sign(by.privateKey, 'base64')
  return { ...message, SignatureVersion: version, Signature: signature, SigningCertURL: CERTIFICATE }
}

const check = (message: unknown, more: Partial<SignedRequest> = {}, asked: string[] = []) =>
  verify(
    { kind: 'sns' },
    {
      headers: [],
      rawBody: Buffer.from(JSON.stringify(message)),
      secrets: [TOPIC],
      nowMs: NOW_MS,
      fetchCertificate: async (url) => {
        asked.push(url)
        return AMAZON.pem
      },
      ...more,
    },
  )

test.for(['1', '2'] as const)('what Amazon signed is taken, version %s', async (version) => {
  const asked: string[] = []
  expect(await check(signed(NOTIFICATION, version), {}, asked)).toEqual({ ok: true })
  expect(asked).toEqual([CERTIFICATE])
  const { Subject: _, ...plain } = NOTIFICATION
  expect(await check(signed(plain, version))).toEqual({ ok: true })
})

test('a confirmation is handed back to be asked for, once it is known to be Amazon’s', async () => {
  expect(await check(signed(CONFIRMATION))).toEqual({ ok: true, confirm: CONFIRM })
  const elsewhere = signed({
    ...CONFIRMATION,
    SubscribeURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/',
  })
  expect(await check(elsewhere)).toMatchObject({ ok: false, reason: 'malformed' })
})

test.for([
  'http://sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
  'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
  'https://user@sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
  'https://bucket.s3.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com/a.txt',
  'https://169.254.169.254/a.pem',
  'a.pem',
])('no certificate is asked for at %s', async (url) => {
  const asked: string[] = []
  const answer = await check({ ...signed(NOTIFICATION), SigningCertURL: url }, {}, asked)
  expect(answer).toMatchObject({ ok: false, reason: 'malformed' })
  expect(asked).toEqual([])
})

test('a topic of somebody else proves nothing, though Amazon signed it', async () => {
  const asked: string[] = []
  const other = signed({ ...NOTIFICATION, TopicArn: 'arn:aws:sns:eu-west-1:666:genie' })
  expect(await check(other, {}, asked)).toMatchObject({ reason: 'mismatch' })
  expect(asked).toEqual([])
})

test('a certificate that is none, of another key or of another time proves nothing', async () => {
  const message = signed(NOTIFICATION)
  for (const pem of [
    '',
    'nonsense',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    EXPIRED.pem,
  ]) {
    expect(await check(message, { fetchCertificate: async () => pem })).toMatchObject({ reason: 'mismatch' })
  }
  const byExpired = signed(NOTIFICATION, '2', EXPIRED)
  expect(await check(byExpired, { fetchCertificate: async () => EXPIRED.pem })).toMatchObject({ ok: false })
  expect(await check(byExpired)).toMatchObject({ reason: 'mismatch' })
})

test('one flipped character in what was signed is refused', async () => {
  const message = signed(NOTIFICATION)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(NOTIFICATION)), fc.nat(), async (name, place) => {
      const value = message[name] ?? ''
      const at = place % value.length
      const other = String.fromCharCode(value.charCodeAt(at) ^ 1)
      const broken = { ...message, [name]: value.slice(0, at) + other + value.slice(at + 1) }
      expect(await check(broken)).toMatchObject({ ok: false })
    }),
    { numRuns: 200 },
  )
})

test('no body makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (body) => {
      expect(await check(body)).toMatchObject({ ok: false })
      expect(await check({ ...signed(NOTIFICATION), Message: body })).toMatchObject({ ok: false })
    }),
  )
  expect(await check(null, { rawBody: Buffer.from([0xff, 0xfe]) })).toMatchObject({ reason: 'malformed' })
  expect(await check({ ...signed(NOTIFICATION), Type: '__proto__' })).toMatchObject({ reason: 'malformed' })
})
