import { type ZodObject, type ZodType, z } from 'zod'
import { Refusal } from '@/lib/model/refusal'

/** Reads a query string as a schema asks for it; the first thing that is wrong is refused with its name. */
export function readQuery<Schema extends ZodObject>(
  schema: Schema,
  search: URLSearchParams,
): z.output<Schema> {
  const given: Record<string, unknown> = Object.create(null)
  for (const [name, text] of search) {
    if (name in given) throw bad(name, 'It is given more than once.')
    // Postgres stores neither, so nothing can be found by them.
    if (/[\0\p{Surrogate}\uFFFD]/u.test(text)) throw bad(name, 'It has characters that no text here has.')
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined
    // One that is not known is most often one that is mistyped: it must not be ignored.
    if (!field) throw bad(name, `There is no such parameter; there are ${namesOf(schema)}.`)
    given[name] = fromText(kindOf(field), text)
  }
  const parsed = schema.safeParse({ ...given })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw bad(issue?.path.join('.') ?? '', issue?.message ?? 'It is not understood.')
}

const namesOf = (schema: ZodObject): string => Object.keys(schema.shape).join(', ') || 'none'

const bad = (path: string, message: string) =>
  new Refusal('invalid', `${path.slice(0, 80)}: ${message}`, null, path.slice(0, 80))

/** What is within `optional` and `default`. */
function kindOf(schema: ZodType): string {
  const inner: unknown = 'innerType' in schema.def ? schema.def.innerType : null
  return inner instanceof z.ZodType ? kindOf(inner) : schema.def.type
}

/** A query string holds nothing but text; numbers and truth values are written in one way each. */
function fromText(kind: string, text: string): unknown {
  if (kind === 'number') return /^-?\d{1,15}$/.test(text) ? Number(text) : text
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}
