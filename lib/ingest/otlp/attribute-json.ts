import type { Attributes, AttributeValue } from './decoded'
import { doubleJson } from './double-json'

/**
 * How attributes are stored in jsonb without losing their types: int64 as a JSON integer, double as a JSON number with
 * a point or `{"$double": …}`, bytes as `{"$bytes": <base64>}`, an empty value as null, a map as an object (wrapped in
 * `{"$kvlist": …}` when a key of it starts with `$`). The attributes themselves are an object that is never wrapped.
 */
export function encodeStoredAttributes(attributes: Attributes): string {
  const fields = [...attributes].map(([key, value]) => `${JSON.stringify(key)}:${encodeStoredValue(value)}`)
  return `{${fields.join()}}`
}

export function encodeStoredValue(value: AttributeValue): string {
  if (value === null) return 'null'
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return doubleJson(value)
  if (value instanceof Uint8Array) return `{"$bytes":"${Buffer.from(value).toString('base64')}"}`
  if (Array.isArray(value)) return `[${value.map(encodeStoredValue).join()}]`
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${encodeStoredValue(item)}`,
  )
  const isWrapped = Object.keys(value).some((key) => key.startsWith('$'))
  return isWrapped ? `{"$kvlist":{${fields.join()}}}` : `{${fields.join()}}`
}

/**
 * Attributes from jsonb that was parsed as JavaScript does: an int64 above 2^53 is no longer exact, and a whole double
 * has become an integer. Where that matters, select `attributes::text` and use `parseStoredAttributes`.
 */
export function decodeStoredAttributes(json: unknown): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>()
  if (json === null || typeof json !== 'object') return attributes
  for (const [key, value] of Object.entries(json)) attributes.set(key, decodeStoredValue(value))
  return attributes
}

function decodeStoredValue(json: unknown): AttributeValue {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json
  if (typeof json === 'string' || typeof json === 'boolean') return json
  if (json === null || typeof json !== 'object') return null
  if (Array.isArray(json)) return json.map(decodeStoredValue)
  const entries = Object.entries(json)
  const [first] = entries
  if (entries.length === 1 && first?.[0] === '$kvlist') return mapOf([...decodeStoredAttributes(first[1])])
  return fromStoredObject(entries.map(([key, value]) => [key, decodeStoredValue(value)]))
}

/** What an object stands for; its values are decoded already. */
export function fromStoredObject(entries: [string, AttributeValue][]): AttributeValue {
  const [first] = entries
  if (entries.length === 1 && first !== undefined) {
    const [key, value] = first
    if (key === '$double' && typeof value === 'string') return Number(value)
    if (key === '$bytes' && typeof value === 'string') return new Uint8Array(Buffer.from(value, 'base64'))
    if (key === '$kvlist') return value
  }
  return mapOf(entries)
}

/** Without a prototype, so that `__proto__` is a key like any other. */
export function mapOf(entries: [string, AttributeValue][]): { [key: string]: AttributeValue } {
  const map: { [key: string]: AttributeValue } = Object.create(null)
  for (const [key, value] of entries) map[key] = value
  return map
}
