/** True for what JSON calls an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object's own entry, or an empty object. */
export function objectAt(of: unknown, key: string): Record<string, unknown> {
  if (!isObject(of) || !Object.hasOwn(of, key)) return {}
  const value = of[key]
  return isObject(value) ? value : {}
}

/** The items of an own entry that is an array. */
export function listAt(of: unknown, key: string): unknown[] {
  if (!isObject(of) || !Object.hasOwn(of, key)) return []
  const value = of[key]
  return Array.isArray(value) ? value : []
}

/** The own entry where it is text and not empty. */
export function textAt(of: unknown, key: string): string | null {
  if (!isObject(of) || !Object.hasOwn(of, key)) return null
  const value = of[key]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/**
 * The same as the database gives it back: what jsonb refuses (NUL and halves of surrogate pairs) is the replacement
 * character, so that an event that was read again says exactly what it said before.
 */
export function storable(value: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(value).replace(/\\(?:\\|u(?:0000|d[89a-f][0-9a-f]{2}))/g, (sequence) =>
    sequence === '\\\\' ? sequence : '\ufffd',
  )
  const clean: unknown = JSON.parse(text)
  return isObject(clean) ? clean : value
}
