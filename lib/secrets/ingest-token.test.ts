import { describe, expect, test } from 'vitest'
import { hashToken, isSameHash, mintIngestToken, parseIngestToken } from './ingest-token'

describe('an ingest token', () => {
  test('has the shape that secret scanners look for', () => {
    expect(mintIngestToken().token).toMatch(/^rl_ing_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
  })

  test('is read back with its id and hash', () => {
    for (let i = 0; i < 200; i++) {
      const minted = mintIngestToken()
      expect(parseIngestToken(minted.token)).toEqual({ id: minted.id, hash: minted.hash })
    }
  })

  test('is refused without a look-up when one character is wrong', () => {
    const { token } = mintIngestToken()
    for (let i = 7; i < token.length; i++) {
      const other = token[i] === '_' ? '-' : token[i] === 'a' ? 'b' : 'a'
      expect(parseIngestToken(token.slice(0, i) + other + token.slice(i + 1))).toBeNull()
    }
  })

  test.each([
    '',
    'rl_ing_',
    'Bearer x',
    'rl_read_aaaaaaaa_b_c',
    `${mintIngestToken().token} `,
    `${mintIngestToken().token}\n`,
  ])('%j is none', (text) => {
    expect(parseIngestToken(text)).toBeNull()
  })

  test('is never the same twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => mintIngestToken().token)).size).toBe(1_000)
  })
})

test('hashes of different length are not the same, and not an error', () => {
  expect(isSameHash(hashToken('a'), hashToken('a'))).toBe(true)
  expect(isSameHash(hashToken('a'), hashToken('b'))).toBe(false)
  expect(isSameHash(hashToken('a'), Buffer.alloc(3))).toBe(false)
})
