/** Anything JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * Canonical JSON (RFC 8785): one text for one value, so that its hash means something. Numbers as ECMAScript writes them,
 * keys by UTF-16 code units, no white space. A key whose value is undefined is left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalString(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members: string[] = []
  // The default sort compares UTF-16 code units, which is what the RFC asks for.
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('JSON has no NaN and no Infinity')
  return JSON.stringify(value)
}

function canonicalString(value: string): string {
  // A lone surrogate has no UTF-8, so two different strings would hash alike.
  // The plain expression first: it is the faster one, and most texts have none at all.
  if (/[\ud800-\udfff]/.test(value) && /\p{Surrogate}/u.test(value))
    throw new RangeError('A string with a lone surrogate has no canonical form')
  return JSON.stringify(value)
}

// `Array.isArray` alone does not narrow a readonly array.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/**
 * Reads JSON that is to be hashed: one text, one value. Throws a SyntaxError for a key that comes twice in an object
 * (`JSON.parse` keeps the last one and says nothing), a RangeError for a lone surrogate and for a number that is too large.
 */
export function parseStrictJson(text: string): Json {
  const value: Json = JSON.parse(text)
  refuseRepeatedKeys(text)
  // It refuses what has no canonical form.
  canonicalJson(value)
  return value
}

/**
 * What writes the parts of a value canonically, if the text that it was parsed from is canonical; else null. For most texts that
 * is `JSON.stringify`, which is several times as fast as `canonicalJson`. Throws a RangeError as that does.
 */
export function canonicalWriter(text: string, value: Json): ((part: Json) => string) | null {
  // It writes numbers and strings as the RFC asks, and keys as they came, each once. Of a lone surrogate it makes an escape.
  const isPlain = JSON.stringify(value) === text && hasSortedKeys(value) && !text.includes('\\ud')
  if (isPlain) return JSON.stringify
  // Keys that look like numbers come in another order than they were written in.
  return canonicalJson(value) === text ? canonicalJson : null
}

function hasSortedKeys(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (isList(value)) return value.every(hasSortedKeys)
  let before: string | null = null
  for (const key of Object.keys(value)) {
    if (before !== null && key <= before) return false
    before = key
    if (!hasSortedKeys(value[key] ?? null)) return false
  }
  return true
}

/** Walks the tokens of a text that is known to be JSON. */
function refuseRepeatedKeys(text: string): void {
  /** The keys of each object that is open; null for a list. */
  const open: (Set<string> | null)[] = []
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (key !== undefined) {
      const name: string = JSON.parse(key)
      const keys = open.at(-1)
      if (keys?.has(name)) throw new SyntaxError(`The key ${key} comes twice in one object`)
      keys?.add(name)
    }
  }
}
