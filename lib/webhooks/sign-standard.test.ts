import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verify } from '@/lib/ingest/events/verify'
import { newWebhookSecret, type StandardMessage, signStandard } from './sign-standard'

const isTaken = async (message: StandardMessage, signedBy: string[], secrets: string[]): Promise<boolean> => {
  const answer = await verify(
    { kind: 'standard' },
    {
      headers: Object.entries(signStandard(message, signedBy)),
      rawBody: Buffer.from(message.body),
      secrets,
      nowMs: message.atMs,
    },
  )
  return answer.ok
}

const message = fc.record({
  id: fc.stringMatching(/^[\w-]{1,40}$/),
  atMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  body: fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array()),
})

test('what is signed is taken by who has the secret, and by nobody else', async () => {
  await fc.assert(
    fc.asyncProperty(message, async (one) => {
      const [secret, old, another] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()]
      expect(await isTaken(one, [secret], [secret])).toBe(true)
      expect(await isTaken(one, [secret, old], [old])).toBe(true)
      expect(await isTaken(one, [secret, old], [another])).toBe(false)
    }),
  )
})

test('an Ed25519 key signs, as its seed or with its public key behind it', async () => {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const [seed, publicKey] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]
  const one = { id: 'msg_1', atMs: 1_700_000_000_000, body: '{}' }
  for (const key of [seed, Buffer.concat([seed, publicKey])])
    expect(
      await isTaken(one, [`whsk_${key.toString('base64')}`], [`whpk_${publicKey.toString('base64')}`]),
    ).toBe(true)
})

test.each<[string, Partial<StandardMessage>, string[]]>([
  ['an id with a dot', { id: 'a.b' }, [newWebhookSecret()]],
  ['no id', { id: '' }, [newWebhookSecret()]],
  ['no time', { atMs: Number.NaN }, [newWebhookSecret()]],
  ['no secret', {}, []],
  ['a short secret', {}, [`whsec_${Buffer.alloc(23).toString('base64')}`]],
  ['a secret that is no base64', {}, ['whsec_not base64']],
  ['a short key', {}, [`whsk_${Buffer.alloc(31).toString('base64')}`]],
])('nothing is signed with %s', (_, change, secrets) => {
  expect(() => signStandard({ id: 'msg_1', atMs: 0, body: '', ...change }, secrets)).toThrow(RangeError)
})

type Vectors = {
  secret: string
  cases: {
    name: string
    secret?: string
    publicKey?: string
    headers: Record<string, string>
    payload: string
    valid: boolean
  }[]
}
const VECTORS = '../shared/fixtures/webhooks/standard-webhooks/vectors.json'

describe.runIf(fs.existsSync(VECTORS))(`the vectors (skipped where ${VECTORS} is missing)`, () => {
  const { secret, cases }: Vectors = fs.existsSync(VECTORS)
    ? JSON.parse(fs.readFileSync(VECTORS, 'utf8'))
    : { secret: '', cases: [] }
  const signed = cases.filter(({ valid, publicKey }) => valid && publicKey === undefined)

  test('are there', () => expect(signed.length).toBeGreaterThan(3))

  test.each(signed)('$name', ({ headers, payload, secret: own }) => {
    const of = (name: string): string =>
      Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
    const made = signStandard(
      { id: of('webhook-id'), atMs: Number(of('webhook-timestamp')) * 1_000, body: payload },
      [own ?? secret],
    )
    expect(of('webhook-signature').split(' ')).toContain(made['webhook-signature'])
  })
})
