import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mintIngestToken } from '@/lib/secrets/ingest-token'
import { Redactions } from './redactions'
import { couldHoldSecret } from './secret-automaton'
import { redactText } from './secret-patterns'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'
const PEM = `-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9Oi
-----END RSA PRIVATE KEY-----`

const redact = (text: string): [string, Record<string, number>] => {
  const redactions = new Redactions()
  return [redactText(text, redactions), redactions.take()]
}

describe('a secret is taken out of text', () => {
  test.each([
    ['aws', 'key AKIAIOSFODNN7EXAMPLE.', 'key [redacted:aws].'],
    ['aws', 'ASIAIOSFODNN7EXAMPLE', '[redacted:aws]'],
    ['github', `x=ghp_${'a1B2'.repeat(9)}`, 'x=[redacted:github]'],
    ['github', `github_pat_${'11ABCDE_'.repeat(5)}`, '[redacted:github]'],
    ['gitlab', 'token glpat-aB3_-x9Zq1w2e3r4t5y6', 'token [redacted:gitlab]'],
    ['slack', 'xoxb-2345678901-abcdefghij', '[redacted:slack]'],
    ['runledger', `use ${mintIngestToken().token} here`, 'use [redacted:runledger] here'],
    ['jwt', `cookie ${JWT}; path=/`, 'cookie [redacted:jwt]; path=/'],
    ['private_key', `key:\n${PEM}\nend`, 'key:\n[redacted:private_key]\nend'],
    ['private_key', PEM.slice(0, 60), '[redacted:private_key]'],
    [
      'userinfo',
      'postgres://app:s3cr@t@db:5432/app?x=a@b',
      'postgres://[redacted:userinfo]@db:5432/app?x=a@b',
    ],
    ['card', 'paid with 4111 1111 1111 1111 today', 'paid with [redacted:card] today'],
    ['card', '5500-0000-0000-0004', '[redacted:card]'],
    ['card', '378282246310005', '[redacted:card]'],
    ['bearer', 'Authorization: Bearer abcdef0123456789', 'Authorization: Bearer [redacted:bearer]'],
  ])('%s in %j', (kind, text, clean) => {
    expect(redact(text)).toEqual([clean, { [kind]: 1 }])
  })

  test('as often as it occurs, each kind counted', () => {
    const [clean, counts] = redact(`AKIAIOSFODNN7EXAMPLE AKIAIOSFODNN7EXAMPLE ${JWT}`)
    expect(clean).toBe('[redacted:aws] [redacted:aws] [redacted:jwt]')
    expect(counts).toEqual({ aws: 2, jwt: 1 })
  })
})

describe('text stays as it was sent', () => {
  test.each([
    'git@github.com:a/b and ssh://git@github.com/a/b',
    'mail somebody@example.com',
    'http://host/path?to=a@b',
    'bearer of bad news',
    'Bearer authentication failed',
    'rl_training_pipeline_with_a_long_name',
    'curl_multi_perform',
    '1700000000000 1700000000000000 1700000000000000000',
    '4111 1111 1111 1112',
    '0.4111111111111111',
    '550e8400-e29b-41d4-a716-446655440000',
    '12345678-4111-1111-1111-111111111111',
    'eyJust a word. eyJ.eyJ.eyJ',
    'AKIAshort',
    '-----BEGIN CERTIFICATE-----',
    '0af7651916cd43dd8448eb211c80319c',
  ])('%j', (text) => {
    expect(redact(text)).toEqual([text, {}])
  })
})

/** Pieces out of which secrets are put together, right and wrong. */
const pieces = fc.constantFrom(
  ...[
    'AKIA',
    'ASIA',
    'ghp_',
    'gho_',
    'github_pat_',
    'glpat-',
    'xoxb-',
    'xoxp-',
    'rl_ing_',
    'eyJ',
    'Bearer ',
    'bEARER\t',
  ],
  ...[
    '-----BEGIN ',
    'RSA PRIVATE KEY-----',
    '-----END',
    '://',
    'u:p@',
    '@',
    '.',
    '-',
    '_',
    ' ',
    '/',
    '"',
    '\n',
    'é',
    '\0',
  ],
  ...[
    '4111',
    '4111111111111111',
    ' 1111',
    '0123456789',
    'ABCDEFGHIJKLMNOP',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'x',
  ],
)
const secretive = fc
  .array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 9 })
  .map((all) => all.join(''))

describe('the scan of bytes', () => {
  test('passes over nothing that the patterns would find', () => {
    fc.assert(
      fc.property(secretive, (text) => {
        const bytes = Buffer.from(text)
        if (redact(bytes.toString())[0] !== bytes.toString()) {
          expect(couldHoldSecret(bytes, 0, bytes.length)).toBe(true)
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    'GET /v2/orders/{id}',
    'orders-worker-7f9c6d5b8-x1',
    'orders.shop.internal',
    '10.32.4.17',
    'url_path',
    'https://a.example/b?c=d',
  ])('lets %j pass', (text) => {
    const bytes = Buffer.from(text)
    expect(couldHoldSecret(bytes, 0, bytes.length)).toBe(false)
  })
})

test.each([
  ['Bearer \0abcdefgh12345678', 'Bearer [redacted:bearer]'],
  ['4111\u00001111\u00001111\u00001111', '[redacted:card]'],
  ['-----BEGIN\0PRIVATE KEY-----abc', '[redacted:private_key]'],
  ['https://us\0er:pw@host', 'https://[redacted:userinfo]@host'],
  ['a\0b', 'a\0b'],
])('a secret is found in %j also where NUL will be stored as a space', (text, clean) => {
  const bytes = Buffer.from(text)
  expect(redact(text)[0]).toBe(clean)
  if (clean !== text) expect(couldHoldSecret(bytes, 0, bytes.length)).toBe(true)
})

test('what is stored of a text holds no secret that the text did not show', () => {
  fc.assert(
    fc.property(secretive, (text) => {
      const stored = redact(text)[0].replaceAll('\0', ' ')
      expect(redact(stored)[0]).toBe(stored)
    }),
    { numRuns: 2_000 },
  )
})

test('redacting twice changes nothing more', () => {
  fc.assert(
    fc.property(secretive, (text) => {
      const [once] = redact(text)
      expect(redact(once)[0]).toBe(once)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['JWT starts', 'eyJ-'],
  ['JWT parts', 'eyJaaaaaaaa.'],
  ['AWS starts', 'AKIA'],
  ['tokens', 'rl_ing_'],
  ['user names', '://a'],
  ['PEM beginnings', '-----BEGIN '],
  ['PEM keys', '-----BEGIN PRIVATE KEY-----'],
  ['bearers', 'Bearer a'],
  ['digits', '4111 '],
  ['dashes', '-'],
])('a long text of nothing but %s is read in linear time', (_, part) => {
  const text = part.repeat(Math.ceil(262_144 / part.length))
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const start = performance.now()
    redact(text)
    least = Math.min(least, performance.now() - start)
  }
  // A few milliseconds; were any pattern quadratic, many seconds.
  expect(least).toBeLessThan(500)
})
