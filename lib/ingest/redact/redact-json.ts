import { placeholder, type Redactions } from './redactions'
import { couldHoldSecret } from './secret-automaton'
import { isSecretKey } from './secret-key'
import { redactText } from './secret-patterns'

/** Deeper than any tool's payload; what lies below is not kept. */
const MAX_DEPTH = 100

const TOO_DEEP = '[nested too deeply]'

/**
 * The JSON without secrets: the values of keys that name one, and whatever looks like one within a text. Returns the very
 * same value where nothing was found, so that what was sent can be kept as it came.
 */
export function redactJson(value: unknown, redactions: Redactions, holdsText = true): unknown {
  return redactValue(value, redactions, holdsText, 0)
}

/**
 * Whether some text of a document may look like a secret: one look at its bytes instead of one at each of its texts.
 * A document that writes characters by number is looked at text by text.
 */
export const couldHoldSecretText = (document: Buffer): boolean =>
  document.includes('\\u') || couldHoldSecret(document, 0, document.length)

function redactValue(value: unknown, redactions: Redactions, holdsText: boolean, depth: number): unknown {
  if (typeof value === 'string') return holdsText ? redactText(value, redactions) : value
  if (typeof value !== 'object' || value === null) return value
  if (depth === MAX_DEPTH) return TOO_DEEP
  return Array.isArray(value)
    ? redactItems(value, redactions, holdsText, depth)
    : redactEntries(value, redactions, holdsText, depth)
}

function redactItems(items: unknown[], redactions: Redactions, holdsText: boolean, depth: number): unknown[] {
  let clean: unknown[] | null = null
  for (const [index, item] of items.entries()) {
    const without = redactValue(item, redactions, holdsText, depth + 1)
    if (without === item) continue
    clean ??= [...items]
    clean[index] = without
  }
  return clean ?? items
}

function redactEntries(of: object, redactions: Redactions, holdsText: boolean, depth: number): object {
  let clean: [string, unknown][] | null = null
  const entries = Object.entries(of)
  const named = nameOfValue(of)
  for (const [index, [key, value]] of entries.entries()) {
    const without = redactEntry(
      key === 'value' && named !== null ? named : key,
      value,
      redactions,
      holdsText,
      depth,
    )
    if (without === value) continue
    clean ??= [...entries]
    clean[index] = [key, without]
  }
  return clean === null ? of : Object.fromEntries(clean)
}

function redactEntry(
  key: string,
  value: unknown,
  redactions: Redactions,
  holdsText: boolean,
  depth: number,
): unknown {
  // What is said of a secret (whether there is one, which scopes it has) is none.
  if (isNamedSecret(key) && typeof value === 'string' && value !== '') {
    redactions.add('key')
    return placeholder('key')
  }
  return redactValue(value, redactions, holdsText, depth + 1)
}

/** Under which name `{ key, value }` or `{ name, value }` has its value, as tools list variables; null where it is no such pair. */
function nameOfValue(of: object): string | null {
  if (!Object.hasOwn(of, 'value')) return null
  const { key, name } = of as { key?: unknown; name?: unknown }
  const named = typeof key === 'string' ? key : name
  return typeof named === 'string' && named.length <= 200 ? named : null
}

const known = new Map<string, boolean>()
const MOST_KNOWN = 10_000

/** Remembers the answer: the keys of a tool's payloads are few and come again and again. */
function isNamedSecret(key: string): boolean {
  const answer = known.get(key)
  if (answer !== undefined) return answer
  if (known.size >= MOST_KNOWN) known.clear()
  const isSecret = isSecretKey(key)
  known.set(key, isSecret)
  return isSecret
}
