import { type ZodObject, type ZodRawShape, type ZodType, z } from 'zod'

/** Where the API begins. */
export const API_BASE = '/api/v1'

export const TAGS = [
  'home',
  'executions',
  'flows',
  'changes',
  'traces',
  'sources',
  'people',
  'organization',
  'audit',
] as const
export type Tag = (typeof TAGS)[number]

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof METHODS)[number]

/** One thing that can be asked or done by the API: where, with what, and what comes back. Everything that is known of it stands here. */
export type Operation<
  Params extends ZodRawShape = ZodRawShape,
  Query extends ZodRawShape = ZodRawShape,
  Answer extends ZodType = ZodType,
  Body extends ZodType = ZodType,
> = {
  id: string
  tag: Tag
  method: Method
  /** Below `/api/v1`, with `{name}` for each parameter. */
  path: string
  summary: string
  description?: string
  params: ZodObject<Params>
  query: ZodObject<Query>
  /** What is sent, as JSON; null where nothing is. */
  body: Body | null
  /** 200 with an answer, 201 with one and `Location`, 202 or 204 without. */
  status: 200 | 201 | 202 | 204
  /** Has a name (`named`), or is `nothing`. */
  answer: Answer
  /** What the answer is sent as where that is not JSON: a text, or a file. */
  media?: string
  /** A query string for the example, where one tells more than none. */
  example?: string
  /** A body for the example. */
  exampleBody?: Record<string, unknown>
}

/** The answer of an operation that answers nothing. */
export const nothing = z.void()

type Declared<
  Params extends ZodRawShape,
  Query extends ZodRawShape,
  Answer extends ZodType,
  Body extends ZodType,
> = Omit<Operation<Params, Query, Answer, Body>, 'params' | 'query' | 'method' | 'body' | 'status'> & {
  params?: Params
  query?: Query
  method?: Method
  body?: Body
  status?: Operation['status']
}

/** Declares an operation; what is left out is a GET without parameters that answers 200. */
export function operation<
  Answer extends ZodType,
  Params extends ZodRawShape = Record<never, never>,
  Query extends ZodRawShape = Record<never, never>,
  Body extends ZodType = z.ZodNever,
>(of: Declared<Params, Query, Answer, Body>): Operation<Params, Query, Answer, Body> {
  const { params, query, method, body, status, ...rest } = of
  return {
    ...rest,
    method: method ?? 'get',
    params: z.object(params ?? ({} as Params)),
    query: z.object(query ?? ({} as Query)),
    body: body ?? null,
    status: status ?? 200,
  }
}
