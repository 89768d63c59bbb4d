import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 as noble } from '@noble/hashes/sha2.js'
import type * as primitives from './primitives'

/** What the log rests on, where there is only a browser: the same as `primitives.ts`, which the bundle puts this in place of. */

const encoder = new TextEncoder()

/** SHA-256 over the parts one after the other; a text counts as its UTF-8. 32 bytes. */
export const sha256: typeof primitives.sha256 = (...parts) => {
  const hash = noble.create()
  for (const part of parts) hash.update(typeof part === 'string' ? encoder.encode(part) : part)
  return hash.digest()
}

/** True when the 64 bytes are an Ed25519 signature (RFC 8032) of the message by the holder of the 32 byte public key. */
export const isEd25519Signature: typeof primitives.isEd25519Signature = (publicKey, message, signature) =>
  publicKey.length === 32 &&
  signature.length === 64 &&
  // Strict as RFC 8032 is, and as Node is.
  ed25519.verify(signature, message, publicKey, { zip215: false })
