/** A value at one place in two states of a thing: as text, null where it is not there. */
export type DifferenceRow = {
  path: string
  before: string | null
  after: string | null
  isChanged: boolean
}

/** Deeper than this, and after so many places, a value is told as a whole. */
const DEPTH_MAX = 8
const ROWS_MAX = 2_000

/** Two states of a thing place by place, what differs first; of a thing that was made or deleted, all of it is on one side. */
export function jsonDifference(before: unknown, after: unknown): DifferenceRow[] {
  const [left, right] = [placesOf(before), placesOf(after)]
  const paths = [...new Set([...left.keys(), ...right.keys()])]
  const rows = paths.map((path) => {
    const [was, is] = [left.get(path) ?? null, right.get(path) ?? null]
    return { path, before: was, after: is, isChanged: was !== is }
  })
  return [...rows.filter(({ isChanged }) => isChanged), ...rows.filter(({ isChanged }) => !isChanged)]
}

/** Each place in a value with what stands there. What is not there at all has none. */
function placesOf(value: unknown): Map<string, string> {
  const places = new Map<string, string>()
  const walk = (at: unknown, path: string, depth: number): void => {
    const parts = partsOf(at)
    if (parts === null || parts.length === 0 || depth >= DEPTH_MAX || places.size >= ROWS_MAX) {
      places.set(path, textOf(at))
      return
    }
    for (const [key, part] of parts) walk(part, path === '' ? key : `${path}.${key}`, depth + 1)
  }
  if (value !== null && value !== undefined) walk(value, '', 0)
  return places
}

/** What a value is made of, null for what is one by itself. A list is told place by place unless it is one of plain words. */
function partsOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object' || each === null)) return null
  return Object.entries(value)
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(wordOf).join(', ') : wordOf(value)

const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
