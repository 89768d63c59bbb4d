import type { JsonReader } from '@/lib/ingest/events/json-reader'

/** One step of a path: an own key, a place in a list, or every item of it. */
export type Step = string | number | typeof EVERY

export const EVERY = Symbol('every item')

const MAX_STEPS = 20
const MAX_TEXT = 500
const MAX_FOUND = 10_000

const TOKEN = /\.?([^.[\]"'\s][^.[\]"']*)|\[(\d{1,6})\]|\[(\*)\]|\[("(?:[^"\\]|\\.)*")\]/y

/** The steps of a path like `run.steps[*].name`, `$.a[0]` or `labels["a.b"]`; null where it is none. Only that: nothing is computed. */
export function parsePath(text: string): Step[] | null {
  const rest = text.trim().replace(/^\$\.?/, '')
  if (text.length > MAX_TEXT) return null
  const steps: Step[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < rest.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(rest)
    if (token === null || steps.length === MAX_STEPS || (at === 0 && rest.startsWith('.'))) return null
    const [, key, index, every, quoted] = token
    if (key !== undefined) steps.push(key.trim())
    else if (index !== undefined) steps.push(Number(index))
    else if (every !== undefined) steps.push(EVERY)
    else {
      const name = unquoted(quoted ?? '')
      if (name === null) return null
      steps.push(name)
    }
  }
  return steps
}

function unquoted(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** What lies at a path, in the order of the document; at most 10,000 values, and nothing where the path leads nowhere. */
export function valuesAt(of: JsonReader, steps: readonly Step[]): JsonReader[] {
  let found = [of]
  for (const step of steps) {
    found =
      step === EVERY
        ? found.flatMap((each) => each.items()).slice(0, MAX_FOUND)
        : found.map((each) => each.at(step)).filter((each) => each.isThere)
  }
  return found.filter((each) => each.isThere)
}
