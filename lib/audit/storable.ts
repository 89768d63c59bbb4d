import type { Json } from './canonical-json'

/** A text that Postgres keeps and RFC 8785 can write: without NUL and lone surrogates, which become U+FFFD. */
export const storableText = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, '\uFFFD')

/** The same of every text in a value; keys too, and keys without a value are left out. */
export function storableJson(value: Json): Json {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(storableJson)
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [[storableText(key), storableJson(member)] as const],
  )
  return Object.fromEntries(members)
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
