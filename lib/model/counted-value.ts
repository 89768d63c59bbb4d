/** A value that executions have, and how many have it. */
export type CountedValue = { value: string; count: number }

/** What a server's answer holds; nothing where it is not what was agreed. By hand: a schema library weighs 30 kB on each page. */
export function countedValuesFrom(answer: unknown): CountedValue[] {
  const values = isRecord(answer) ? answer.values : null
  return Array.isArray(values) && values.every(isCountedValue) ? values : []
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isCountedValue = (value: unknown): value is CountedValue =>
  isRecord(value) && typeof value.value === 'string' && typeof value.count === 'number'
