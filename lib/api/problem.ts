import { z } from 'zod'
import { type Refusal, type RefusalCode, STATUS_OF } from '@/lib/model/refusal'

const TITLES: Record<RefusalCode, string> = {
  invalid: 'The request is not right',
  unauthenticated: 'Nobody is signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict with what is there',
  too_large: 'Too large',
  unsupported: 'Not supported',
  rate_limited: 'Too many requests',
  unavailable: 'Not available now',
}

/** What an error answers with, as RFC 9457 has it. */
export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe('What is wrong, in a sentence.'),
    reason: z.string().describe('The same as a word for programs.'),
    path: z.string().optional().describe('The parameter or the field that is wrong.'),
  })
  .describe('An error.')

/** The answer to a request that is refused. */
export function problemResponse(refusal: Refusal): Response {
  const status = STATUS_OF[refusal.code]
  return problem(
    {
      type: 'about:blank',
      title: TITLES[refusal.code],
      status,
      detail: refusal.message,
      reason: refusal.code,
      ...(refusal.path === null ? {} : { path: refusal.path }),
    },
    {
      ...(refusal.retryAfterSeconds === null ? {} : { 'retry-after': String(refusal.retryAfterSeconds) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="runledger"' } : {}),
    },
  )
}

/** The answer to the question which methods an address has; `methods` as the header names them. */
export const allowed = (methods: string): Response =>
  new Response(null, { status: 204, headers: { allow: methods } })

/** The answer to a method that the address does not have. */
export const methodNotAllowed = (methods: string): Response =>
  problem(
    {
      type: 'about:blank',
      title: 'Method not allowed',
      status: 405,
      detail: `This address answers ${methods}.`,
      reason: 'method_not_allowed',
    },
    { allow: methods },
  )

const problem = (body: z.infer<typeof problemSchema>, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'private, no-store',
      ...headers,
    },
  })
