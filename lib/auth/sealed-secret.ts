import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { derivedKey } from './derived-key'

/** What a secret is for: one that was sealed for the one is never opened as the other. */
export type SealedFor =
  | 'identity-provider'
  | 'connection'
  | 'repository'
  | 'audit-publication'
  | 'audit-stream'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a secret that Runledger must be able to say again, with a key of the installation: iv, tag and text, base64url. */
export function sealSecret(secret: string, purpose: SealedFor = 'identity-provider'): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key(purpose), iv, { authTagLength: TAG_BYTES })
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

/** The secret again; null for what was sealed with another key, or was changed since. */
export function openSecret(sealed: string, purpose: SealedFor = 'identity-provider'): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv(ALGORITHM, key(purpose), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch (error) {
    // What Node says of a tag that does not fit; it has no code of its own.
    if (error instanceof Error && /unable to authenticate/i.test(error.message)) return null
    throw error
  }
}

const key = (purpose: SealedFor): Buffer => Buffer.from(derivedKey(purpose), 'base64url')
