import { prettifyError, type ZodType } from 'zod'
import { Refusal, STATUS_OF } from '@/lib/model/refusal'

/** Answers a refusal with its status. Every other error is our bug and stays a 500. */
export function route<Context>(handle: (request: Request, context: Context) => Promise<Response>) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      return await handle(request, context)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return Response.json(
        { message: error.message, reason: error.code, ...(error.path === null ? {} : { path: error.path }) },
        {
          status: STATUS_OF[error.code],
          headers: {
            'cache-control': 'private, no-store',
            ...(error.retryAfterSeconds === null ? {} : { 'retry-after': String(error.retryAfterSeconds) }),
          },
        },
      )
    }
  }
}

/** Reads a JSON body. Stops at the limit, not after it, and blames the caller only for the caller's body. */
export async function readBody<T>(request: Request, schema: ZodType<T>, bytesMax = 64 * 1024): Promise<T> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) throw new Refusal('too_large', `Body over ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')))
  if (!parsed.success) throw new Refusal('invalid', prettifyError(parsed.error))
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('invalid', 'The body is not JSON')
  }
}
