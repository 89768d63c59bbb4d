import { type ZodObject, type ZodRawShape, type ZodType, z } from 'zod'

export const TAGS = ['executions', 'flows', 'traces', 'sources', 'people'] as const
export type Tag = (typeof TAGS)[number]

/** One thing that can be asked by the API: where, with what, and what comes back. Everything that is known of it stands here. */
export type Operation<
  Params extends ZodRawShape = ZodRawShape,
  Query extends ZodRawShape = ZodRawShape,
  Answer extends ZodType = ZodType,
> = {
  id: string
  tag: Tag
  /** Below `/api/v1`, with `{name}` for each parameter. */
  path: string
  summary: string
  description?: string
  params: ZodObject<Params>
  query: ZodObject<Query>
  /** Named in `lib/api/schemas`. */
  answer: Answer
  /** A query string for the example, where one tells more than none. */
  example?: string
}

/** Declares an operation; what is left out has no parameters. */
export function operation<
  Answer extends ZodType,
  Params extends ZodRawShape = Record<never, never>,
  Query extends ZodRawShape = Record<never, never>,
>(
  of: Omit<Operation<Params, Query, Answer>, 'params' | 'query'> & { params?: Params; query?: Query },
): Operation<Params, Query, Answer> {
  const { params, query, ...rest } = of
  return {
    ...rest,
    params: z.object(params ?? ({} as Params)),
    query: z.object(query ?? ({} as Query)),
  }
}
