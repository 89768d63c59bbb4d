/** The same with every date as ISO 8601 in UTC. */
export type IsoDates<T> = T extends Date
  ? string
  : T extends readonly (infer Each)[]
    ? IsoDates<Each>[]
    : T extends object
      ? { [Key in keyof T]: IsoDates<T[Key]> }
      : T

/** Rows as the database gives them, with every date as the API writes it. */
export function isoDates<T>(value: T): IsoDates<T>
export function isoDates(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((each) => isoDates(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, isoDates(each)]))
}
