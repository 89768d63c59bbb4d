import type { Json } from '@/lib/audit/canonical-json'
import { cutText } from '@/lib/executions/cut-text'
import { isSecretKey, secretsIn } from './secret-value'

/** A difference is told, not kept: the texts are. */
const MAX_TEXT = 400
const MAX_MEMBERS = 40
const HIDDEN = '•••'

/** A value as a difference shows it: cut, and without secrets. */
export function shortened(value: Json, isSecret = false): Json {
  if (typeof value === 'string') {
    if (isSecret && value !== '' && secretsIn(value).length === 0) return HIDDEN
    return value.length > MAX_TEXT ? `${cutText(value, MAX_TEXT)}…` : value
  }
  if (typeof value !== 'object' || value === null) return isSecret && value !== null ? HIDDEN : value
  if (isList(value)) return value.slice(0, MAX_MEMBERS).map((each) => shortened(each, isSecret))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_MEMBERS)
      .map(([key, each]): [string, Json] => [key, shortened(each ?? null, isSecret || isSecretKey(key))]),
  )
}

// `Array.isArray` alone does not narrow a readonly array.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
