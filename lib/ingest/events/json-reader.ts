import { toolTime } from '@/lib/ingest/otlp/dialects/tool-time'
import type { UnixNano } from '@/lib/model/fact'

/**
 * A look into JSON that anybody may have sent: every step and every reading answers for any value, and what is not as
 * expected is simply not there.
 */
export class JsonReader {
  constructor(
    readonly value: unknown,
    /** Where in the document this is, for messages: `workflow_run.id`. */
    readonly path: string = '',
  ) {}

  /** The value at a path of own keys and places in arrays. */
  at(...keys: (string | number)[]): JsonReader {
    let { value, path }: { value: unknown; path: string } = this
    for (const key of keys) {
      value = ownValue(value, key)
      path = typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    }
    return new JsonReader(value, path)
  }

  /** Text that is not empty, trimmed; a number or boolean is written out, as tools change their minds about ids. */
  text(): string | undefined {
    const { value } = this
    if (typeof value === 'number' && Number.isFinite(value)) return String(value)
    if (typeof value === 'boolean') return String(value)
    if (typeof value !== 'string') return undefined
    const trimmed = value.trim()
    return trimmed === '' ? undefined : trimmed
  }

  /** A finite number, also where it was written as text. */
  number(): number | undefined {
    const { value } = this
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined
  }

  /** A whole number that is at least `least`. */
  count(least = 0): number | undefined {
    const number = this.number()
    return number !== undefined && Number.isSafeInteger(number) && number >= least ? number : undefined
  }

  boolean(): boolean | undefined {
    const { value } = this
    if (typeof value === 'boolean') return value
    return value === 'true' ? true : value === 'false' ? false : undefined
  }

  /** A time as tools write it (see `toolTime`): ISO with or without a zone, or a number since 1970 in any unit. */
  time(): UnixNano | undefined {
    const { value } = this
    return typeof value === 'string' || typeof value === 'number' ? toolTime(value) : undefined
  }

  /** The items of an array; none where it is something else. */
  items(): JsonReader[] {
    const { value, path } = this
    return Array.isArray(value) ? value.map((item, index) => new JsonReader(item, `${path}[${index}]`)) : []
  }

  /** The entries of an object, in its order; none where it is something else. */
  entries(): [string, JsonReader][] {
    const { value, path } = this
    if (!isObject(value)) return []
    return Object.entries(value).map(([key, item]) => [key, new JsonReader(item, `${path}.${key}`)])
  }

  get isObject(): boolean {
    return isObject(this.value)
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function ownValue(of: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(of) ? of[key] : undefined
  return isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined
}
