import { Composer, type CST, type Document, isMap, isScalar, isSeq, Lexer, Parser, type Tags } from 'yaml'
import type { Json } from '@/lib/audit/canonical-json'
import type { Parts } from './meaning'
import { MAX_NESTING, refuseDeepValue } from './nesting'
import { lineAt, Unreadable } from './unreadable'

/** Any YAML or JSON: comments, order of keys, quotes and indentation have no meaning. */
export function yamlParts(text: string): Parts {
  const [first, ...others] = yamlDocuments(text)
  const value = others.length === 0 ? first : [first ?? null, ...others]
  return isObject(value) ? value : { value: value ?? null }
}

/** The documents of a YAML text as JSON has them; JSON is YAML. Throws where the text is neither, or nested too deeply. */
export function yamlDocuments(text: string): Json[] {
  const json = jsonOf(text)
  if (json !== undefined) return [json]
  return [...new Composer(OPTIONS).compose(tokensOf(text))].map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw new Unreadable(error.message, lineAt(text, error.pos[0]))
    const value = readValue(document)
    refuseDeepValue(value)
    return asJson(value)
  })
}

/** Aliases that lead nowhere, or to too much, are found only here. */
function readValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : 'This is no YAML')
  }
}

/** JSON is read by its own reader, which is many times as fast; one key twice it does not see. */
function jsonOf(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // YAML begins like that too.
    return undefined
  }
  refuseDeepValue(value)
  return asJson(value)
}

function* tokensOf(text: string): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > MAX_NESTING)
      throw new Unreadable(`nested deeper than ${MAX_NESTING}`, lineAt(text, parser.offset))
  }
  yield* parser.end()
}

/** The one document of a YAML text, which has to be an object. */
export function yamlObject(text: string): Parts {
  const [value, ...others] = yamlDocuments(text)
  if (!isObject(value) || others.length > 0) throw new Unreadable('not one object with names and values')
  return value
}

/** True for what has names and values: neither a list nor one value. */
export const isObject = (value: Json | undefined): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list of JSON; nothing where it is none. */
export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** The same object without the named keys, and without those that hold nothing. */
export function without(object: Parts, ...keys: string[]): Parts {
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => !keys.includes(key) && !isNothing(value)),
  )
}

/** Null, an empty text, an empty list and an empty object: what a tool fills in where nobody said anything. */
export const isNothing = (value: Json | undefined): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** Members of a list in the order of their text, where their order has no meaning. */
export const unordered = (value: Json | undefined): Json[] =>
  listOf(value).toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Members of a list by what names them; those without a name keep their place among each other. */
export function byName(value: Json | undefined, ...names: string[]): Parts {
  const found: Parts = {}
  for (const [index, item] of listOf(value).entries()) {
    const name = isObject(item)
      ? names.map((key) => item[key]).find((each) => typeof each === 'string')
      : null
    const key = typeof name === 'string' && !Object.hasOwn(found, name) ? name : `#${index}`
    Object.defineProperty(found, key, { value: item, enumerable: true, configurable: true, writable: true })
  }
  return found
}

/** A tag that the tool gives a meaning (`!reference` of GitLab) is part of what is said. */
const tagged: Tags = ['reference', 'vault', 'secret', 'file', 'env'].flatMap((name) => [
  {
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (node: unknown) => (isSeq(node) ? { [`!${name}`]: node.toJSON() } : node),
  },
  { tag: `!${name}`, resolve: (value: string) => ({ [`!${name}`]: value }) },
])

const OPTIONS = {
  customTags: tagged,
  merge: true,
  intAsBigInt: true,
  logLevel: 'error',
  uniqueKeys: true,
} as const

/** What YAML says and JSON cannot is told by its text. */
function asJson(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(asJson)
  if (value instanceof Date) return value.toISOString()
  if (isScalar(value)) return asJson(value.value)
  if (isMap(value)) return asJson(value.toJSON())
  if (value instanceof Map || value instanceof Set) return asJson(Object.fromEntries(value.entries()))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asJson(each)]))
}
