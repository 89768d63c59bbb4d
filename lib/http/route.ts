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
