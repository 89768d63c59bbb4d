import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { SignedRequest } from './verification'
import { type Verifier, verify } from './verify'

const SECRET = 'It is a secret'
const NOW_MS = 1_700_000_000_000
const BODY = Buffer.from('{"action":"é€😀","run":{"id":7}}')
const github: Verifier = { kind: 'hmac', header: 'X-Hub-Signature-256', prefix: 'sha256=', hash: 'sha256' }
const terraform: Verifier = {
  kind: 'hmac',
  header: 'x-tfe-notification-signature',
  prefix: '',
  hash: 'sha512',
}

const request = (headers: Record<string, string>, more: Partial<SignedRequest> = {}): SignedRequest => ({
  headers: Object.entries(headers),
  rawBody: BODY,
  secrets: [SECRET],
  nowMs: NOW_MS,
  ...more,
})

const hmac = (hash: 'sha256' | 'sha512', secret = SECRET, body: Uint8Array = BODY): string =>
  createHmac(hash, secret).update(body).digest('hex')

const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
const standardHeaders = (id = 'msg_1', atMs = NOW_MS, body: Uint8Array = BODY): Record<string, string> => {
  const timestamp = String(Math.floor(atMs / 1_000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** A request of each kind that holds. */
const GOOD: [string, Verifier, SignedRequest][] = [
  ['HMAC SHA-256 with a prefix', github, request({ 'x-hub-signature-256': `sha256=${hmac('sha256')}` })],
  ['bare HMAC SHA-512', terraform, request({ 'X-TFE-Notification-Signature': hmac('sha512') })],
  ['upper-case hex', terraform, request({ 'X-TFE-Notification-Signature': hmac('sha512').toUpperCase() })],
  [
    'Standard Webhooks',
    { kind: 'standard' },
    request(standardHeaders(), { secrets: [`whsec_${key.toString('base64')}`] }),
  ],
  ['a token header', { kind: 'token', header: 'x-gitlab-token' }, request({ 'X-Gitlab-Token': SECRET })],
  ['a bearer', { kind: 'bearer' }, request({ Authorization: 'Bearer tok' }, { secrets: ['tok'] })],
  [
    'a basic password',
    { kind: 'bearer' },
    request({ authorization: `basic ${Buffer.from(`me:${SECRET}`).toString('base64')}` }),
  ],
  ['x-api-key', { kind: 'bearer' }, request({ 'x-api-key': SECRET })],
  ['the end of the address', { kind: 'url' }, request({}, { pathToken: SECRET })],
]

test.for(GOOD)('%s is taken, also by the secret before', async ([, verifier, good]) => {
  expect(await verify(verifier, good)).toEqual({ ok: true })
  expect(await verify(verifier, { ...good, secrets: ['new', '', ...good.secrets] })).toEqual({ ok: true })
})

test.for(GOOD)(
  '%s is refused without the secret, with another, and with none',
  async ([, verifier, good]) => {
    expect(await verify(verifier, { ...good, secrets: ['another'] })).toMatchObject({ ok: false })
    expect(await verify(verifier, { ...good, secrets: [''] })).toMatchObject({ ok: false, reason: 'unset' })
    expect(await verify(verifier, { ...good, headers: [], pathToken: '' })).toMatchObject({
      reason: 'absent',
    })
  },
)

test.for(GOOD.filter(([, { kind }]) => kind !== 'url'))(
  '%s is refused when a header comes twice',
  async ([, verifier, good]) => {
    const twice = [...good.headers].flatMap(([name, value]): [string, string][] => [
      [name, value],
      [name.toUpperCase(), value],
    ])
    expect(await verify(verifier, { ...good, headers: twice })).toMatchObject({ reason: 'repeated' })
    const joined = [...good.headers].map(([name, value]): [string, string] => [name, `${value}, ${value}`])
    expect(await verify(verifier, { ...good, headers: joined })).toMatchObject({ ok: false })
  },
)

describe('one flipped bit is refused', () => {
  const signed = GOOD.filter(([, { kind }]) => kind === 'hmac' || kind === 'standard')

  it.for(signed)('in the body: %s', async ([, verifier, good]) => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: BODY.length * 8 - 1 }), async (bit) => {
        expect(await verify(verifier, { ...good, rawBody: flipped(BODY, bit) })).toMatchObject({ ok: false })
      }),
    )
  })

  it.for(GOOD.filter(([name]) => !/upper-case|basic/.test(name)))(
    'in what proves it: %s',
    async ([, verifier, good]) => {
      const sent: [string, string][] = [...good.headers].map(([name, value]) => [name, value])
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.nat(), async (which, place) => {
          const [name, value] = sent[which % Math.max(sent.length, 1)] ?? ['', SECRET]
          const bytes = Buffer.from(value, 'latin1')
          const bit = place % (bytes.length * 8)
          const text = flipped(bytes, bit).toString('latin1')
          // The case of hex digits and of a scheme's name, and who a basic password is said to be of, mean nothing.
          fc.pre(text.toLowerCase() !== value.toLowerCase() && !/^basic/i.test(value))
          const broken = sent.map(([of, was]): [string, string] => [of, of === name ? text : was])
          const answer = await verify(verifier, { ...good, headers: broken, pathToken: text })
          expect(answer).toMatchObject({ ok: false })
        }),
      )
    },
  )
})

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

test.for<[string, string]>([
  ['no prefix', hmac('sha256')],
  ['the old hash', `sha1=${'0'.repeat(40)}`],
  ['too short', 'sha256=00'],
  ['no hex', `sha256=${'z'.repeat(64)}`],
  ['empty', 'sha256='],
])('a signature that is none is malformed: %s', async ([, value]) => {
  expect(await verify(github, request({ 'x-hub-signature-256': value }))).toMatchObject({
    reason: 'malformed',
  })
})

test.for(['Digest abc', 'Bearer', 'Basic bm9jb2xvbg==', ''])(
  'authorization %j proves nothing',
  async (value) => {
    expect(await verify({ kind: 'bearer' }, request({ authorization: value }))).toMatchObject({
      reason: 'malformed',
    })
  },
)

describe('Standard Webhooks', () => {
  const secrets = [key.toString('base64')]
  const check = (headers: Record<string, string>, more: Partial<SignedRequest> = {}) =>
    verify({ kind: 'standard' }, request(headers, { secrets, ...more }))

  it('is good for five minutes, before and after', async () => {
    for (const seconds of [-300, 300]) {
      expect(await check(standardHeaders('msg_1', NOW_MS + seconds * 1_000))).toEqual({ ok: true })
      const beyond = NOW_MS + (seconds + Math.sign(seconds)) * 1_000
      expect(await check(standardHeaders('msg_1', beyond))).toMatchObject({ reason: 'stale' })
    }
  })

  it('takes no id with a dot', async () => {
    expect(await check(standardHeaders('msg.1'))).toMatchObject({ reason: 'malformed' })
  })

  it('takes an Ed25519 signature by its public key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const { x = '' } = publicKey.export({ format: 'jwk' })
    const headers = standardHeaders()
    const signed = Buffer.concat([Buffer.from(`msg_1.${headers['webhook-timestamp']}.`), BODY])
    const signature = `v1a,${sign(null, signed, privateKey).toString('base64')}`
    const publicSecret = { secrets: [`whpk_${Buffer.from(x, 'base64url').toString('base64')}`] }
    expect(await check({ ...headers, 'webhook-signature': signature }, publicSecret)).toEqual({ ok: true })
    expect(
      await check(
        { ...headers, 'webhook-signature': signature },
        { ...publicSecret, rawBody: flipped(BODY, 3) },
      ),
    ).toMatchObject({ reason: 'mismatch' })
    expect(await check(headers, publicSecret)).toMatchObject({ reason: 'mismatch' })
  })
})

type Vectors = {
  secret: string
  cases: {
    name: string
    secret?: string
    publicKey?: string
    headers: Record<string, string>
    payload: string
    now: number
    valid: boolean
  }[]
}
const VECTORS = '../shared/fixtures/webhooks/standard-webhooks/vectors.json'

describe.runIf(existsSync(VECTORS))(
  `the vectors of Standard Webhooks (skipped where ${VECTORS} is missing)`,
  () => {
    const { secret, cases }: Vectors = existsSync(VECTORS)
      ? JSON.parse(readFileSync(VECTORS, 'utf8'))
      : { secret: '', cases: [] }

    it.for(cases)('$name: $valid', async (vector) => {
      const answer = await verify(
        { kind: 'standard' },
        {
          headers: Object.entries(vector.headers),
          rawBody: Buffer.from(vector.payload),
          secrets: [vector.publicKey ?? vector.secret ?? secret],
          nowMs: vector.now * 1_000,
        },
      )
      expect(answer.ok).toBe(vector.valid)
    })
  },
)
