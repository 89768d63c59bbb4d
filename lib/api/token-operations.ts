import { z } from 'zod'
import { newReadTokenBody } from '@/lib/input/read-token-form'
import { API_SCOPES } from '@/lib/model/api-scope'
import { moment, named, optionalText, uuid } from './components'
import { nothing, operation } from './operation'

export const tokenStatus = z.enum(['active', 'expired', 'revoked'])

/** What is answered once when a token is made. */
export const madeToken = named(
  'MadeToken',
  z.object({ id: z.string(), token: z.string().describe('It is told this once and never again.') }),
)

const apiToken = named(
  'ApiToken',
  z.object({
    id: z.string(),
    name: z.string(),
    status: tokenStatus,
    scope: z.enum(API_SCOPES),
    isForAll: z.boolean().describe('For all that its person may; `teams` is empty then.'),
    teams: z.array(z.object({ id: uuid, name: z.string() })).describe('Those that you may know of.'),
    parentId: optionalText.describe('The token by which it was made, with which it ends.'),
    isOwn: z.boolean(),
    createdAt: moment,
    createdBy: optionalText,
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
    lastUsedAt: moment.nullable().describe('To the minute.'),
    userAgent: optionalText,
  }),
)

export const tokenId = z.string().regex(/^[0-9A-Za-z]{8}$/)
const ofToken = { id: tokenId.describe('Its id, which stands in the token itself.') }

export const listTokensOperation = operation({
  id: 'listTokens',
  tag: 'people',
  path: '/tokens',
  summary: 'The tokens of the API that you have a say in',
  description: 'Your own, and those for a team that you administer: two hundred at most, usable ones first.',
  answer: named('ApiTokens', z.object({ items: z.array(apiToken) })),
})

export const createTokenOperation = operation({
  id: 'createToken',
  tag: 'people',
  method: 'post',
  path: '/tokens',
  summary: 'Makes a token of the API',
  description:
    'It does no more than you may. Made by a token, it does no more than that one either, lasts no longer, and ends with it.',
  body: newReadTokenBody,
  status: 201,
  answer: madeToken,
  exampleBody: { name: 'Weekly report', scope: 'read', teamIds: null, expiresInDays: 90 },
})

export const getTokenOperation = operation({
  id: 'getToken',
  tag: 'people',
  path: '/tokens/{id}',
  summary: 'One token of the API, without the token itself',
  params: ofToken,
  answer: apiToken,
})

export const revokeTokenOperation = operation({
  id: 'revokeToken',
  tag: 'people',
  method: 'delete',
  path: '/tokens/{id}',
  summary: 'Ends a token of the API, with those that it made',
  params: ofToken,
  status: 204,
  answer: nothing,
})
