import { isUtf8 } from 'node:buffer'
import { placeholder, type Redactions } from '../redact/redactions'
import { couldHoldSecret } from '../redact/secret-automaton'
import { redactText } from '../redact/secret-patterns'
import { stripSqlLiterals } from '../redact/sql-literals'
import { redactStripped } from '../redact/sql-text'
import { headOf } from './clean-text'
import type { CopyBuffer } from './copy-buffer'
import { REDACT_AHEAD_BYTES } from './limits'

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const HEX = Buffer.from('0123456789abcdef')

/** What a string's bytes have in common is what decides how it is written, so the loop that copies them collects it. */
const NEEDS_ESCAPE = 1
const NOT_ASCII = 2
const OF_SECRETS = 4
const DIGIT = 8
const NUL = 16
const AT_SIGN = 32

/** No card's number is shorter; no other secret either, but the one before the `@` of an address. */
const CARD_DIGITS_MIN = 13
const SECRET_BYTES_MIN = 15

const TRAITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  // Stored as a space, which secrets have within.
  if (byte === 0) return NEEDS_ESCAPE | NUL | OF_SECRETS
  if (byte < SPACE) return char === '\t' ? NEEDS_ESCAPE | OF_SECRETS : NEEDS_ESCAPE
  if (byte > 127) return NOT_ASCII
  if (char === '"' || char === '\\') return NEEDS_ESCAPE
  if (char === '@') return AT_SIGN
  if (' -_IJ'.includes(char)) return OF_SECRETS
  return char >= '0' && char <= '9' ? DIGIT : 0
})

/** Writes strings from the wire: valid UTF-8, no NUL (Postgres takes neither), no secrets, not too long. */
export class TextWriter {
  /** The statement without literals, before it is written. */
  private statement = Buffer.allocUnsafe(4096)

  constructor(
    private readonly out: CopyBuffer,
    private readonly redactions: Redactions,
  ) {}

  /** A JSON string. True when it had to be cut. */
  json(from: Buffer, start: number, end: number, bytesMax: number, redact = redactText): boolean {
    const { out } = this
    const length = end - start
    if (length > bytesMax) return this.cut(from, start, end, bytesMax, true, redact)
    out.reserve(length + 2)
    const bytes = out.bytes
    const before = out.at
    let at = before
    let traits = 0
    bytes[at++] = QUOTE
    for (let k = start; k < end; k++) {
      const byte = from[k] ?? 0
      traits |= TRAITS[byte] ?? 0
      bytes[at++] = byte
    }
    if (isSuspect(traits, length) && couldHoldSecret(from, start, end)) {
      if (this.withoutSecrets(from, start, end, true, redact)) return false
    }
    if ((traits & (NEEDS_ESCAPE | NOT_ASCII)) === 0) {
      bytes[at++] = QUOTE
      out.at = at
    } else this.escaped(from, start, end, traits)
    return false
  }

  /** The value of a text column, with its length before it. True when it had to be cut. */
  field(from: Buffer, start: number, end: number, bytesMax: number): boolean {
    const { out } = this
    const length = end - start
    if (length > bytesMax) return this.cut(from, start, end, bytesMax, false, redactText)
    out.reserve(length + 4)
    const bytes = out.bytes
    let at = out.at + 4
    let traits = 0
    for (let k = start; k < end; k++) {
      const byte = from[k] ?? 0
      traits |= TRAITS[byte] ?? 0
      bytes[at++] = byte
    }
    if (isSuspect(traits, length) && couldHoldSecret(from, start, end)) {
      if (this.withoutSecrets(from, start, end, false, redactText)) return false
    }
    if ((traits & NOT_ASCII) !== 0 && !isUtf8(from.subarray(start, end))) {
      this.string(from.toString('utf8', start, end), false)
      return false
    }
    if ((traits & NUL) !== 0) replaceNul(bytes, at - length, at)
    out.int32(length)
    out.at = at
    return false
  }

  /** A JSON string of an SQL statement: its literals are people's data. True when it had to be cut. */
  sql(from: Buffer, start: number, end: number, bytesMax: number): boolean {
    const isCut = end - start > bytesMax
    const last = isCut ? Math.min(end, start + bytesMax + REDACT_AHEAD_BYTES) : end
    if (this.statement.length < last - start) this.statement = Buffer.allocUnsafe(last - start)
    const length = stripSqlLiterals(from, start, last, this.statement)
    if (length < last - start || !isSame(from, start, this.statement, length)) this.redactions.add('sql')
    if (!isCut) return this.json(this.statement, 0, length, bytesMax, redactStripped)
    return this.cut(this.statement, 0, length, bytesMax, true, redactStripped)
  }

  /** A JSON string that stands for a value under a secret key. */
  secret(): void {
    this.redactions.add('key')
    this.out.ascii(`"${placeholder('key')}"`)
  }

  /** Text of our own or already redacted. */
  string(text: string, isJson: boolean): void {
    const bytes = Buffer.from(text)
    const { out } = this
    if (isJson) {
      this.escaped(bytes, 0, bytes.length, NEEDS_ESCAPE)
      return
    }
    out.reserve(bytes.length + 4)
    out.int32(bytes.length)
    const start = out.at
    out.copy(bytes, 0, bytes.length)
    replaceNul(out.bytes, start, out.at)
  }

  /** True when a secret was found, and the string written without it. */
  private withoutSecrets(
    from: Buffer,
    start: number,
    end: number,
    isJson: boolean,
    redact: typeof redactText,
  ): boolean {
    const text = from.toString('utf8', start, end)
    const clean = redact(text, this.redactions)
    if (clean === text) return false
    this.string(clean, isJson)
    return true
  }

  private cut(
    from: Buffer,
    start: number,
    end: number,
    bytesMax: number,
    isJson: boolean,
    redact: typeof redactText,
  ): boolean {
    const text = from.toString('utf8', start, Math.min(end, start + bytesMax + REDACT_AHEAD_BYTES))
    const clean = Buffer.from(redact(text, this.redactions))
    this.string(`${headOf(clean, bytesMax)}…`, isJson)
    return true
  }

  private escaped(from: Buffer, start: number, end: number, traits: number): void {
    if ((traits & NOT_ASCII) !== 0 && !isUtf8(from.subarray(start, end))) {
      this.string(from.toString('utf8', start, end), true)
      return
    }
    const { out } = this
    out.reserve((end - start) * 6 + 2)
    const bytes = out.bytes
    let at = out.at
    bytes[at++] = QUOTE
    for (let k = start; k < end; k++) {
      const byte = from[k] ?? 0
      if (((TRAITS[byte] ?? 0) & NEEDS_ESCAPE) === 0) bytes[at++] = byte
      else at = writeEscape(bytes, at, byte)
    }
    bytes[at++] = QUOTE
    out.at = at
  }
}

const isSuspect = (traits: number, length: number): boolean =>
  (traits & AT_SIGN) !== 0 ||
  ((traits & OF_SECRETS) !== 0 && length >= SECRET_BYTES_MIN) ||
  ((traits & DIGIT) !== 0 && length >= CARD_DIGITS_MIN)

function replaceNul(bytes: Uint8Array, start: number, end: number): void {
  for (let k = start; k < end; k++) if (bytes[k] === 0) bytes[k] = SPACE
}

function isSame(from: Buffer, start: number, other: Buffer, length: number): boolean {
  for (let k = 0; k < length; k++) if (from[start + k] !== other[k]) return false
  return true
}

/** Control characters, quote and backslash as JSON has them; NUL as a space, for jsonb cannot hold it. */
function writeEscape(bytes: Uint8Array, start: number, byte: number): number {
  let at = start
  if (byte === 0) {
    bytes[at++] = SPACE
    return at
  }
  bytes[at++] = BACKSLASH
  if (byte === QUOTE || byte === BACKSLASH) bytes[at++] = byte
  else if (byte === 10) bytes[at++] = 110
  else if (byte === 9) bytes[at++] = 116
  else if (byte === 13) bytes[at++] = 114
  else {
    bytes[at++] = 117
    bytes[at++] = 48
    bytes[at++] = 48
    bytes[at++] = HEX[byte >> 4] ?? 48
    bytes[at++] = HEX[byte & 15] ?? 48
  }
  return at
}
