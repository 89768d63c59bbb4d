import type { ZodRawShape, ZodType, z } from 'zod'
import { isOutage, isOvertime } from '@/db/outage'
import { noteDenied } from '@/db/store/note-denied'
import { API_BASE, type Method, type Operation } from '@/lib/api/operation'
import { allowed, methodNotAllowed, problemResponse } from '@/lib/api/problem'
import { readBody } from '@/lib/api/read-body'
import { readQuery } from '@/lib/api/read-query'
import { config } from '@/lib/config'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { scopeOfReadToken } from './read-token'
import { requestRate } from './request-rate'
import { requireSameOrigin } from './same-origin'
import { requireApiViewer } from './viewer'

type Asked<Of> =
  Of extends Operation<infer Params, infer Query, ZodType, infer Body>
    ? {
        scope: Scope
        params: z.output<z.ZodObject<Params>>
        query: z.output<z.ZodObject<Query>>
        body: z.output<Body>
      }
    : never

/** What comes back; `location` is the address below `/api/v1` of what was made. What is written while it is read is a response. */
type Performed<Answer extends ZodType> =
  | z.input<Answer>
  | { location: string; answer: z.input<Answer> }
  | Response

/** Next gives no parameters at all to an address without any. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> }
type Handler = (request: Request, context: Context) => Promise<Response>

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type MethodName = (typeof METHODS)[number]
/** What a route file of the API exports: the methods that it has, and words for those that it has not. */
type Methods = Record<MethodName | 'OPTIONS', Handler>
type Endpoint = { method: Method; handle: Handler }

let take: ((caller: string) => void) | undefined

/** An address with one operation. */
export const answer = <
  Params extends ZodRawShape,
  Query extends ZodRawShape,
  Answer extends ZodType,
  Body extends ZodType,
>(
  operation: Operation<Params, Query, Answer, Body>,
  perform: (asked: Asked<Operation<Params, Query, Answer, Body>>) => Promise<Performed<Answer>>,
): Methods => address(endpoint(operation, perform))

/** An address with several, and the same words for every other method. */
export function address(...endpoints: Endpoint[]): Methods {
  const handlerOf = (name: MethodName) =>
    endpoints.find(({ method }) => method.toUpperCase() === name)?.handle
  const names = METHODS.filter(handlerOf).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]))
  const methods = [...names, 'OPTIONS'].join(', ')
  const other: Handler = async () => methodNotAllowed(methods)
  const handlers = METHODS.map((name) => [name, handlerOf(name) ?? other] as const)
  return {
    ...(Object.fromEntries(handlers) as Record<MethodName, Handler>),
    OPTIONS: async () => allowed(methods),
  }
}

/**
 * Answers an operation: who asks, how often, what exactly, and then its own query or verb. The answer goes through the
 * operation's schema, so that nothing leaves that is not described.
 */
export function endpoint<
  Params extends ZodRawShape,
  Query extends ZodRawShape,
  Answer extends ZodType,
  Body extends ZodType,
>(
  operation: Operation<Params, Query, Answer, Body>,
  perform: (asked: Asked<Operation<Params, Query, Answer, Body>>) => Promise<Performed<Answer>>,
): Endpoint {
  const handle: Handler = async (request, context) => {
    let scope: Scope | null = null
    try {
      scope = await scopeOfRequest(request)
      limitRate(scope)
      if (operation.method !== 'get') refuseReader(scope)
      const query = readQuery(operation.query, new URL(request.url).searchParams)
      const params = operation.params.safeParse((await context.params) ?? {})
      if (!params.success) throw new Refusal('not_found', 'There is no such thing: its id has another form.')
      const body = operation.body === null ? undefined : await readBody(operation.body, request)
      const asked = { scope, params: params.data, query, body } as Asked<typeof operation>
      return responseOf(operation, await perform(asked))
    } catch (error) {
      return problemResponse(await noted(refusalOf(error), scope, request))
    }
  }
  return { method: operation.method, handle }
}

function responseOf({ status, answer }: Operation, performed: unknown): Response {
  if (performed instanceof Response) return performed
  const headers = { 'cache-control': 'private, no-store', vary: 'authorization, cookie' }
  if (status === 202 || status === 204) return new Response(null, { status, headers })
  if (status === 200) return Response.json(answer.parse(performed), { headers })
  const made = performed as { location: string; answer: unknown }
  const location = `${API_BASE}${made.location}`
  return Response.json(answer.parse(made.answer), { status, headers: { ...headers, location } })
}

/** A token says who asks; without one it is the person whose browser this is, and a change must come from our own page. */
async function scopeOfRequest(request: Request): Promise<Scope> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return scopeOfReadToken(authorization, request.headers)
  const scope = await requireApiViewer()
  if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request.headers, config().url)
  return scope
}

function refuseReader(scope: Scope): void {
  if (scope.isReadOnly)
    throw new Refusal('forbidden', 'This token only reads. Make one that may change things, `rl_api_…`.')
}

function limitRate({ actor }: Scope): void {
  take ??= requestRate(config().apiRequestsPerMinute)
  take(`${actor.kind}:${actor.id}`)
}

/** What somebody asked for and may not have is in the audit log, whoever refused it. */
async function noted(refusal: Refusal, scope: Scope | null, request: Request): Promise<Refusal> {
  const id = `${request.method} ${new URL(request.url).pathname}`
  try {
    if (scope !== null) await noteDenied(scope, { kind: 'api', id }, refusal)
    return refusal
  } catch (error) {
    return refusalOf(error)
  }
}

/** What is not a refusal, nor trouble of the database, is our bug and stays a 500. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isOvertime(error))
    return new Refusal('unavailable', 'It took too long. Ask for a shorter time or for less.', 5)
  if (isOutage(error)) return new Refusal('unavailable', 'The database is not available. Try again.', 5)
  throw error
}
