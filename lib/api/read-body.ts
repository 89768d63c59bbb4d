import { type ZodType, z } from 'zod'
import { Refusal } from '@/lib/model/refusal'

/** The longest body: the largest of the forms, some hundred teams, is far shorter. */
export const BODY_MAX = 65_536

/** Reads the body of a request as a schema asks for it; the first thing that is wrong is refused with its path. */
export async function readBody<Schema extends ZodType>(
  schema: Schema,
  request: Request,
): Promise<z.output<Schema>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json')
    throw new Refusal('unsupported', 'Send the body as `content-type: application/json`.')
  const body = parsed(await textOf(request))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('invalid', 'The body is not a JSON object.')
  if (schema instanceof z.ZodObject) refuseUnknown(body, Object.keys(schema.shape))
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.join('.') ?? ''
  const message = issue?.message ?? 'It is not understood.'
  throw new Refusal('invalid', path === '' ? message : `${path}: ${message}`, null, path === '' ? null : path)
}

async function textOf(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_MAX) throw tooLarge()
  const pieces: Uint8Array[] = []
  let length = 0
  // A body may come without saying how long it is: it is read no further than it may be.
  for await (const piece of request.body ?? []) {
    length += piece.byteLength
    if (length > BODY_MAX) throw tooLarge()
    pieces.push(piece)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new Refusal('invalid', 'The body is not UTF-8.')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, refuseOddText)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('invalid', 'The body is not JSON.')
  }
}

/** Postgres stores neither NUL nor half a character. */
function refuseOddText(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value))
    throw new Refusal('invalid', `${key}: It has characters that cannot be stored.`, null, key.slice(0, 80))
  return value
}

/** A field that is not known is most often one that is mistyped: it must not be ignored. */
function refuseUnknown(body: object, known: readonly string[]): void {
  const stray = Object.keys(body).find((name) => !known.includes(name))
  if (stray === undefined) return
  const path = stray.replace(/[\0\p{Surrogate}]/gu, '').slice(0, 80)
  throw new Refusal('invalid', `${path}: There is no such field; there are ${known.join(', ')}.`, null, path)
}

const tooLarge = () => new Refusal('too_large', `The body is longer than ${BODY_MAX} bytes.`)
