import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as node from './primitives'
import * as browser from './primitives.browser'
import { newSigningKey, signerOf } from './signing-key'

const signer = signerOf('log', newSigningKey())

test('the browser hashes as Node does', () => {
  const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }))
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(browser.sha256(...parts)).toEqual(node.sha256(...parts))
    }),
  )
})

test('the browser takes and refuses signatures as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 99 }), fc.nat({ max: 64 * 8 - 1 }), (message, bit) => {
      const signature = signer.sign(message)
      const broken = Uint8Array.from(signature)
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      for (const { isEd25519Signature } of [node, browser]) {
        expect(isEd25519Signature(signer.publicKey, message, signature)).toBe(true)
        expect(isEd25519Signature(signer.publicKey, message, broken)).toBe(false)
        expect(isEd25519Signature(signer.publicKey, message, signature.slice(1))).toBe(false)
        expect(isEd25519Signature(new Uint8Array(31), message, signature)).toBe(false)
        // No point of the curve.
        expect(isEd25519Signature(new Uint8Array(32).fill(255), message, signature)).toBe(false)
      }
    }),
    { numRuns: 30 },
  )
})
