import type { Redactions } from '../redact/redactions'
import { redactText } from '../redact/secret-patterns'
import { REDACT_AHEAD_BYTES, STRING_BYTES_MAX } from './limits'

/** Text from the wire for a column that is written seldom: valid, without NUL and secrets, not too long. */
export function cleanText(bytes: Buffer, redactions: Redactions): string {
  const text = bytes.toString('utf8', 0, STRING_BYTES_MAX + REDACT_AHEAD_BYTES).replaceAll('\0', ' ')
  const clean = Buffer.from(redactText(text, redactions))
  const isCut = clean.length > STRING_BYTES_MAX || bytes.length > STRING_BYTES_MAX
  return isCut ? `${headOf(clean, STRING_BYTES_MAX)}…` : clean.toString()
}

/** The longest beginning of whole characters within that many bytes. */
export function headOf(bytes: Buffer, bytesMax: number): string {
  let end = Math.min(bytes.length, bytesMax)
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}

/** What came back from a dialect, as JSON that jsonb takes: no NUL, no half of a character. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!json.includes('\\u')) return json
  return JSON.stringify(value, (_, item) =>
    typeof item === 'string' ? Buffer.from(item).toString().replaceAll('\0', ' ') : item,
  )
}
