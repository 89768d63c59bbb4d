import { describe, expect, test } from 'vitest'
import { mintIngestToken, parseIngestToken } from './ingest-token'
import { mintInviteToken, parseInviteToken } from './invite-token'
import { mintReadToken, parseReadToken } from './read-token'
import { hashToken, isSameHash } from './secret-token'

describe.each([
  ['an ingest token', 'rl_ing_', mintIngestToken, parseIngestToken],
  ['a read token', 'rl_read_', mintReadToken, parseReadToken],
  ['a token of an invitation', 'rl_inv_', mintInviteToken, parseInviteToken],
])('%s', (_, prefix, mint, parse) => {
  test('has the shape that secret scanners look for', () => {
    expect(mint().token).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$`))
  })

  test('is read back with its id and hash', () => {
    for (let i = 0; i < 200; i++) {
      const minted = mint()
      expect(parse(minted.token)).toEqual({ id: minted.id, hash: minted.hash })
    }
  })

  test('is refused without a look-up when one character is wrong', () => {
    const { token } = mint()
    for (let i = prefix.length; i < token.length; i++) {
      const other = token[i] === '_' ? '-' : token[i] === 'a' ? 'b' : 'a'
      expect(parse(token.slice(0, i) + other + token.slice(i + 1))).toBeNull()
    }
  })

  test.each(['', prefix, 'Bearer x', `${prefix}aaaaaaaa_b_c`, `${mint().token} `, `${mint().token}\n`])(
    '%j is none',
    (text) => {
      expect(parse(text)).toBeNull()
    },
  )

  test('is never the same twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => mint().token)).size).toBe(1_000)
  })
})

test('a token for one use is none for the other', () => {
  expect(parseReadToken(mintIngestToken().token)).toBeNull()
  expect(parseIngestToken(mintReadToken().token)).toBeNull()
})

test('hashes of different length are not the same, and not an error', () => {
  expect(isSameHash(hashToken('a'), hashToken('a'))).toBe(true)
  expect(isSameHash(hashToken('a'), hashToken('b'))).toBe(false)
  expect(isSameHash(hashToken('a'), Buffer.alloc(3))).toBe(false)
})
