import type { ZodRawShape, ZodType, z } from 'zod'
import { isOutage, isOvertime } from '@/db/outage'
import type { Operation } from '@/lib/api/operation'
import { allowed, methodNotAllowed, problemResponse } from '@/lib/api/problem'
import { readQuery } from '@/lib/api/read-query'
import { config } from '@/lib/config'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { scopeOfReadToken } from './read-token'
import { requestRate } from './request-rate'
import { requireApiViewer } from './viewer'

type Asked<Params extends ZodRawShape, Query extends ZodRawShape> = {
  scope: Scope
  params: z.output<Operation<Params, Query>['params']>
  query: z.output<Operation<Params, Query>['query']>
}
/** Next gives no parameters at all to an address without any. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> }
type Handler = (request: Request, context: Context) => Promise<Response>

/** What a route file of the API exports: the method that it has, and words for those that it has not. */
type Methods = Record<'GET' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>

let take: ((caller: string) => void) | undefined

/**
 * Answers an operation: who asks, how often, what exactly, and then its own query. The answer goes through the operation's
 * schema, so that nothing leaves that is not described.
 */
export function answer<Params extends ZodRawShape, Query extends ZodRawShape, Answer extends ZodType>(
  operation: Operation<Params, Query, Answer>,
  perform: (asked: Asked<Params, Query>) => Promise<z.input<Answer>>,
): Methods {
  const GET: Handler = async (request, context) => {
    try {
      const scope = await scopeOfRequest(request)
      limitRate(scope)
      const query = readQuery(operation.query, new URL(request.url).searchParams)
      const params = operation.params.safeParse((await context.params) ?? {})
      if (!params.success) throw new Refusal('not_found', 'There is no such thing: its id has another form.')
      const result = await perform({ scope, params: params.data, query })
      return Response.json(operation.answer.parse(result), {
        headers: { 'cache-control': 'private, no-store', vary: 'authorization, cookie' },
      })
    } catch (error) {
      return problemResponse(refusalOf(error))
    }
  }
  return { GET, ...OTHERS }
}

const other: Handler = async () => methodNotAllowed()
const OPTIONS: Handler = async () => allowed()
const OTHERS = { OPTIONS, POST: other, PUT: other, PATCH: other, DELETE: other }

/** A token says who asks; without one it is the person whose browser this is. */
function scopeOfRequest(request: Request): Promise<Scope> {
  const authorization = request.headers.get('authorization')
  return authorization === null ? requireApiViewer() : scopeOfReadToken(authorization, request.headers)
}

function limitRate({ actor }: Scope): void {
  take ??= requestRate(config().apiRequestsPerMinute)
  take(`${actor.kind}:${actor.id}`)
}

/** What is not a refusal, nor trouble of the database, is our bug and stays a 500. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isOvertime(error))
    return new Refusal('unavailable', 'It took too long. Ask for a shorter time or for less.', 5)
  if (isOutage(error)) return new Refusal('unavailable', 'The database is not available. Try again.', 5)
  throw error
}
