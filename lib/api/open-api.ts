import { type ZodObject, z } from 'zod'
import { components, named } from './components'
import type { Operation } from './operation'
import { OPERATIONS } from './operations'
import { problemSchema } from './problem'

export const API_BASE = '/api/v1'

type JsonSchema = Record<string, unknown>

named('Problem', problemSchema)

/** The description of the API as OpenAPI 3.1, made of the schemas by which requests are read and answers are written. */
export function openApiDocument(consoleUrl: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Runledger',
      version: '1',
      description:
        'What the console shows, for programs: the same questions, the same filter language, the same rights. Lists are read page by page by `cursor`.',
    },
    servers: [{ url: `${consoleUrl}${API_BASE}` }],
    security: [{ readToken: [] }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: Object.fromEntries(OPERATIONS.map((each) => [each.path, { get: described(each) }])),
    components: {
      schemas: componentSchemas(),
      responses: RESPONSES,
      securitySchemes: {
        readToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'A read token, `rl_read_…`, made in Settings, API tokens.',
        },
      },
    },
  }
}

function described(of: Operation) {
  return {
    operationId: of.id,
    tags: [of.tag],
    summary: of.summary,
    ...(of.description ? { description: of.description } : {}),
    parameters: [...parametersOf(of.params, 'path'), ...parametersOf(of.query, 'query')],
    responses: {
      200: {
        description: 'The answer.',
        content: { 'application/json': { schema: { $ref: refTo(nameOf(of)) } } },
      },
      400: { $ref: '#/components/responses/Invalid' },
      401: { $ref: '#/components/responses/Unauthenticated' },
      403: { $ref: '#/components/responses/Forbidden' },
      404: { $ref: '#/components/responses/NotFound' },
      429: { $ref: '#/components/responses/RateLimited' },
      503: { $ref: '#/components/responses/Unavailable' },
    },
  }
}

/** The name of an operation's answer. */
export function nameOf(of: Operation): string {
  const id = components.get(of.answer)?.id
  if (id === undefined) throw new TypeError(`The answer of ${of.id} has no name`)
  return id
}

export type Parameter = {
  name: string
  in: 'path' | 'query'
  required: boolean
  description?: string
  schema: JsonSchema
}

/** The parameters of a path or of a query, each with what it may be. */
export function parametersOf(schema: ZodObject, place: 'path' | 'query'): Parameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'boolean' ? {} : property
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

/** Every schema that has a name, by its name. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(components, { uri: refTo })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  )
}

const refTo = (id: string): string => `#/components/schemas/${id}`

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: refTo('Problem') } } },
})

const RESPONSES = {
  Invalid: refusal('A parameter is not right; `path` names it.'),
  Unauthenticated: refusal('There is no token, or one that is not known, revoked or expired.'),
  Forbidden: refusal('The token is for something else.'),
  NotFound: refusal('It is not there, or not for this token: the two are answered alike.'),
  RateLimited: refusal('Too many requests; `Retry-After` says when to go on.'),
  Unavailable: refusal('The database is away, or the question took too long.'),
}
