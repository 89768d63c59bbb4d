import { type ZodObject, z } from 'zod'
import { components, named } from './components'
import { API_BASE, type Operation } from './operation'
import { OPERATIONS } from './operations'
import { problemSchema } from './problem'

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
        'What the console shows and does, for programs: the same questions, the same filter language, the same rights, the same rules for what is sent. Lists are read page by page by `cursor`.',
    },
    servers: [{ url: `${consoleUrl}${API_BASE}` }],
    security: [{ apiToken: [] }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathsOf(OPERATIONS),
    components: {
      schemas: componentSchemas(),
      responses: RESPONSES,
      securitySchemes: {
        apiToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token made in Settings, API tokens: `rl_read_…` reads, `rl_api_…` changes things as well.',
        },
      },
    },
  }
}

type Described = ReturnType<typeof described>

function pathsOf(
  operations: readonly Operation[],
): Record<string, Partial<Record<Operation['method'], Described>>> {
  const paths: ReturnType<typeof pathsOf> = {}
  for (const each of operations) paths[each.path] = { ...paths[each.path], [each.method]: described(each) }
  return paths
}

function described(of: Operation) {
  const body = bodySchema(of)
  return {
    operationId: of.id,
    tags: [of.tag],
    summary: of.summary,
    ...(of.description ? { description: of.description } : {}),
    parameters: [...parametersOf(of.params, 'path'), ...parametersOf(of.query, 'query')],
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [of.status]: success(of),
      400: { $ref: '#/components/responses/Invalid' },
      401: { $ref: '#/components/responses/Unauthenticated' },
      403: { $ref: '#/components/responses/Forbidden' },
      404: { $ref: '#/components/responses/NotFound' },
      ...(of.method === 'get' ? {} : { 409: { $ref: '#/components/responses/Conflict' } }),
      ...(body === null
        ? {}
        : {
            413: { $ref: '#/components/responses/TooLarge' },
            415: { $ref: '#/components/responses/Unsupported' },
          }),
      429: { $ref: '#/components/responses/RateLimited' },
      431: { $ref: '#/components/responses/TooLong' },
      503: { $ref: '#/components/responses/Unavailable' },
    },
  }
}

function success(of: Operation) {
  const name = nameOf(of)
  if (name === null) return { description: of.status === 202 ? 'It is being done.' : 'It is done.' }
  const content = { [of.media ?? 'application/json']: { schema: { $ref: refTo(name) } } }
  if (of.status !== 201) return { description: 'The answer.', content }
  const location = {
    description: 'The address of what was made.',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
  }
  return { description: 'It was made.', headers: { Location: location }, content }
}

/** The name of an operation's answer; null where there is none. */
export function nameOf(of: Operation): string | null {
  if (of.status === 202 || of.status === 204) return null
  const id = components.get(of.answer)?.id
  if (id === undefined) throw new TypeError(`The answer of ${of.id} has no name`)
  return id
}

/** What an operation takes as a body; null where it takes none. A field that is not known is refused. */
export function bodySchema(of: Operation): JsonSchema | null {
  if (of.body === null) return null
  const { $schema: _, ...schema } = z.toJSONSchema(of.body, { io: 'input' })
  return { ...schema, additionalProperties: false }
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
  Invalid: refusal('A parameter or a field of the body is not right; `path` names it.'),
  Unauthenticated: refusal('There is no token, or one that is not known, revoked or expired.'),
  Forbidden: refusal('The token is for something else, or its person may not do this.'),
  NotFound: refusal('It is not there, or not for this token: the two are answered alike.'),
  Conflict: refusal('It is at odds with what is there, such as a name that is taken.'),
  TooLarge: refusal('The body is too long.'),
  Unsupported: refusal('The body is not sent as JSON.'),
  /** It is the HTTP server that refuses: there is no body. */
  TooLong: { description: 'The address and the headers are longer than 16 KiB together.' },
  RateLimited: refusal('Too many requests; `Retry-After` says when to go on.'),
  Unavailable: refusal('The database is away, or the question took too long.'),
}
