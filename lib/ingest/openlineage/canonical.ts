import { hash } from 'node:crypto'

/** What JSON writes otherwise than as it is, and halves of surrogate pairs, of which it has an opinion as well. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NOT_PLAIN = /["\\\u0000-\u001f\ud800-\udfff]/

/** JSON that is nested deeper is nobody's metadata, and Postgres would refuse it. */
const MAX_DEPTH = 120

/** Thrown by `canonicalText`. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep'
}

/**
 * Canonical JSON (RFC 8785) of anything that JSON.parse gave. What the RFC refuses (half of a surrogate pair) is written
 * by its number, as `JSON.stringify` does: equal values have equal text whatever they hold. Every event goes through
 * this, so it is written for speed; a test holds it to `lib/audit/canonical-json`.
 */
export function canonicalText(value: unknown, levels = MAX_DEPTH): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (levels === 0) throw new TooDeep(`Nested deeper than ${MAX_DEPTH} levels`)
  if (Array.isArray(value)) {
    let items = ''
    for (const item of value) items += `${items === '' ? '' : ','}${canonicalText(item, levels - 1)}`
    return `[${items}]`
  }
  let members = ''
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key)
    if (member === undefined) continue
    members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalText(member, levels - 1)}`
  }
  return `{${members}}`
}

const quoted = (text: string): string => (NOT_PLAIN.test(text) ? JSON.stringify(text) : `"${text}"`)

/** SHA-256 of a text, hex. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** SHA-256 of the canonical text, hex. */
export const canonicalHash = (value: unknown): string => sha256(canonicalText(value))
