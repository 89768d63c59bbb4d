import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import { stableJson } from '@/lib/executions/stable-json'

/**
 * Canonical JSON of anything that JSON.parse gave. What RFC 8785 refuses (half of a surrogate pair) has its keys sorted and
 * is written as JavaScript does: equal values still have equal text.
 */
export function canonicalText(value: unknown): string {
  try {
    return canonicalJson(value as Json)
  } catch (error) {
    if (error instanceof RangeError) return stableJson(value)
    throw error
  }
}

/** SHA-256 of a text, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** SHA-256 of the canonical text, hex. */
export const canonicalHash = (value: unknown): string => sha256(canonicalText(value))
