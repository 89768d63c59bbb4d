import type { Attributes, AttributeValue } from '@/lib/ingest/otlp/decoded'
import { parseStoredAttributes } from '@/lib/ingest/otlp/stored-text'

/** A value as OTLP/JSON writes it: 64-bit integers as strings, what JSON has no number for as words. */
export function printValue(value: AttributeValue): string {
  if (value === null) return '{}'
  if (typeof value === 'string') return `{"stringValue":${JSON.stringify(value)}}`
  if (typeof value === 'boolean') return `{"boolValue":${value}}`
  if (typeof value === 'bigint') return `{"intValue":"${value}"}`
  if (typeof value === 'number') return `{"doubleValue":${printDouble(value)}}`
  if (value instanceof Uint8Array) return `{"bytesValue":"${Buffer.from(value).toString('base64')}"}`
  if (Array.isArray(value)) return `{"arrayValue":{"values":[${value.map(printValue).join()}]}}`
  return `{"kvlistValue":{"values":[${Object.entries(value).map(printKeyValue).join()}]}}`
}

/** `"attributes":[…]` of attributes that were parsed, and how many were dropped before; nothing where there is neither. */
export function printAttributes(attributes: Attributes, dropped: number): string {
  const fields: string[] = []
  if (attributes.size > 0) fields.push(`"attributes":[${[...attributes].map(printKeyValue).join()}]`)
  if (dropped > 0) fields.push(`"droppedAttributesCount":${dropped}`)
  return fields.join()
}

/** The same of attributes as they are stored. */
export const printStoredAttributes = (stored: string, dropped: number): string =>
  printAttributes(parseStoredAttributes(stored), dropped)

/** An object of those fields that say something. */
export const printObject = (fields: readonly (string | null)[]): string =>
  `{${fields.filter((field) => field !== null && field !== '').join()}}`

/** `"name":"text"`, null where there is none. */
export const printText = (name: string, text: string | null): string | null =>
  text === null || text === '' ? null : `"${name}":${JSON.stringify(text)}`

/** `"name":1`, null for zero, which is what is read where nothing is said. */
export const printCount = (name: string, count: number): string | null =>
  count === 0 ? null : `"${name}":${count}`

const printKeyValue = ([key, value]: readonly [string, AttributeValue]): string =>
  `{"key":${JSON.stringify(key)},"value":${printValue(value)}}`

function printDouble(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`
  return Object.is(value, -0) ? '-0.0' : String(value)
}
