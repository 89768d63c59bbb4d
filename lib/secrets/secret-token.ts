import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What a token is for: sending telemetry, reading or using the API, or becoming a member. It stands in the token itself. */
export type TokenUse = 'ing' | 'read' | 'api' | 'inv'

/** A token as it is shown once (`token`) and as it is kept (`id`, `hash`). */
export type MintedToken = { token: string; id: string; hash: Buffer }

/** What a client sent, taken apart; `hash` is to be compared with the stored one. */
export type ParsedToken = { id: string; hash: Buffer }

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SHAPE = /^rl_(ing|read|api|inv)_([0-9A-Za-z]{8})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/

/**
 * A new token `rl_<use>_<id>_<secret>_<crc>`: prefix and checksum let secret scanners find it without false alarms,
 * the secret has 256 bits, so its SHA-256 needs no salt and no slow hash.
 */
export function mintToken(use: TokenUse): MintedToken {
  const id = randomBase62(8)
  const body = `rl_${use}_${id}_${randomBase62(43)}`
  const token = `${body}_${checksum(body)}`
  return { token, id, hash: hashToken(token) }
}

/** Null for anything that cannot be a token of that use, a mistyped one included: no look-up is needed to refuse it. */
export function parseToken(use: TokenUse, token: string): ParsedToken | null {
  const match = SHAPE.exec(token)
  if (match === null || match[1] !== use || checksum(token.slice(0, -7)) !== match[4]) return null
  return { id: match[2] ?? '', hash: hashToken(token) }
}

/** The form in which tokens are kept. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer')

/** Compares in a time that does not depend on where the two differ. */
export const isSameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

function checksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let i = 0; i < 6; i++) {
    text = ALPHABET.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 is the greatest multiple of 62 in a byte; taking more would favour the first letters.
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62)
    }
  }
  return text
}
