import { couldHoldSecret } from '../redact/secret-automaton'
import { isSecretKey, isSqlKey } from '../redact/secret-key'
import { isTriggerKey } from './mark-span'

/** What there is to know about an attribute key, worked out once. */
export type AttributeKey = {
  /** Its bytes on the wire. */
  bytes: Uint8Array
  /** The same, four to a number, little-endian; what is left over is in `bytes` alone. */
  words: Int32Array
  /** Bytes that `bytes` may stand in JSON as they are. */
  isPlain: boolean
  isSecret: boolean
  isSql: boolean
  /** Neither: strings under it are written as any other. */
  isPlainText: boolean
  /** The dialects read it. */
  isTrigger: boolean
  /** It is part of an exception. */
  isException: boolean
  startsWithDollar: boolean
  isKept: boolean
  /** The key that followed this one last time: attributes come in the same order from span to span. */
  next: AttributeKey | null
}

const SLOTS = 16384
/** A key is in one of this many slots or in none, so that made-up keys cost no more than others. */
const PROBES_MAX = 8
const KEPT_KEY_BYTES_MAX = 256
const JUDGED_KEY_BYTES_MAX = 1024

/** The attribute keys seen lately, in a table of fixed size. */
export class AttributeKeys {
  private slots: (AttributeKey | null)[] = new Array<AttributeKey | null>(SLOTS).fill(null)

  /** The key that stands in these bytes. */
  of(from: Buffer, start: number, end: number): AttributeKey {
    if (end - start > KEPT_KEY_BYTES_MAX) return describe(from, start, end)
    const first = hash(from, start, end)
    let free = first & (SLOTS - 1)
    for (let probe = 0; probe < PROBES_MAX; probe++) {
      const slot = (first + probe) & (SLOTS - 1)
      const known = this.slots[slot]
      if (!known) {
        free = slot
        break
      }
      if (isSame(known.bytes, from, start, end)) return known
    }
    return this.keep(free, describe(from, start, end))
  }

  /** Remembers the order of two keys. */
  follow(previous: AttributeKey, next: AttributeKey): void {
    if (previous.isKept && next.isKept) previous.next = next
  }

  /** One that makes room lets go of the next, or a chain of forgotten keys would stay in memory. */
  private keep(slot: number, key: AttributeKey): AttributeKey {
    const forgotten = this.slots[slot]
    if (forgotten) {
      forgotten.isKept = false
      forgotten.next = null
    }
    key.isKept = true
    this.slots[slot] = key
    return key
  }
}

function hash(from: Buffer, start: number, end: number): number {
  let value = end - start
  for (let k = start; k < end; k++) value = (Math.imul(value, 31) + (from[k] ?? 0)) | 0
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 8
}

function isSame(bytes: Uint8Array, from: Buffer, start: number, end: number): boolean {
  const length = end - start
  if (bytes.length !== length) return false
  for (let k = 0; k < length; k++) if (bytes[k] !== from[start + k]) return false
  return true
}

function describe(from: Buffer, start: number, end: number): AttributeKey {
  const bytes = Uint8Array.prototype.slice.call(from, start, end)
  const text = from.toString('utf8', start, Math.min(end, start + JUDGED_KEY_BYTES_MAX))
  const isSecret = isSecretKey(text)
  const isSql = isSqlKey(text)
  return {
    bytes,
    words: wordsOf(bytes),
    isPlain:
      bytes.length <= KEPT_KEY_BYTES_MAX &&
      !couldHoldSecret(bytes, 0, bytes.length) &&
      bytes.every((byte) => byte >= 32 && byte < 127 && byte !== 34 && byte !== 92),
    isSecret,
    isSql,
    isPlainText: !isSecret && !isSql,
    isTrigger: isTriggerKey(text),
    isException: text.startsWith('exception.'),
    startsWithDollar: text.startsWith('$'),
    isKept: false,
    next: null,
  }
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Int32Array.from({ length: bytes.length >> 2 }, (_, k) => view.getInt32(k * 4, true))
}
