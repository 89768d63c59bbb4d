import fc from 'fast-check'
import { beforeAll, expect, test, vi } from 'vitest'
import { openSecret, sealSecret } from './sealed-secret'

beforeAll(() => {
  vi.stubEnv('RUNLEDGER_SECRET', 'a secret for tests that is long enough')
})

test('any secret comes back, sealed differently each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
      const sealed = sealSecret(secret)
      expect(openSecret(sealed)).toBe(secret)
      expect(sealSecret(secret)).not.toBe(sealed)
    }),
  )
})

test('does not show what it holds', () => {
  expect(Buffer.from(sealSecret('correct horse'), 'base64url').toString('latin1')).not.toContain('horse')
})

test('what was changed by a bit, or is no sealed secret, is nothing', () => {
  const bytes = Buffer.from(sealSecret('correct horse'), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(openSecret(changed.toString('base64url'))).toBeNull()
  }
  for (const none of ['', 'x', 'correct horse battery staple and more']) expect(openSecret(none)).toBeNull()
})
