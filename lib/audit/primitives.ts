import crypto, { createHash, createPublicKey, verify } from 'node:crypto'

/**
 * What the log rests on, by Node's own cryptography. `primitives.browser.ts` is the same for a page that has only the
 * browser; `bin/build.mjs` puts it in this one's place there, and a test holds the two to the same answers.
 */

/** SHA-256 over the parts one after the other; a text counts as its UTF-8. 32 bytes. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const [only] = parts
  // Twice as fast; the verifier has to run where it is not there yet, too.
  if (parts.length === 1 && only !== undefined && typeof crypto.hash === 'function')
    return new Uint8Array(crypto.hash('sha256', only, 'buffer'))
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  // No Buffer: what a browser returns and what Node returns are to be equal, and slices to be copies in both.
  return new Uint8Array(hash.digest())
}

/** True when the 64 bytes are an Ed25519 signature (RFC 8032) of the message by the holder of the 32 byte public key. */
export function isEd25519Signature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, message, key, signature)
}
