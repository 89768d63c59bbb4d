import { z } from 'zod'
import { API_SCOPES } from '@/lib/model/api-scope'
import { daysOfForm, expiresInDays } from './expiry'
import { line } from './text'

const name = line(80, 'Say what the token is for.')
const scope = z.enum(API_SCOPES, 'Say whether it may change things.')
const teamIds = z
  .array(z.guid())
  .min(1, 'Choose at least one team that it is for.')
  .max(500)
  .describe('The teams that it is for.')

/** A new token of the API, as the API takes it. */
export const newReadTokenBody = z.object({
  name,
  scope: scope.default('read').describe('`write` changes what its person may change; `read` looks only.'),
  teamIds: teamIds.nullable().describe('The teams that it is for; null for all that you may.'),
  expiresInDays,
})

/** The same as its form sends it. The form's own names of teams are put together to one field, `teamIds`; `all` is all of them. */
export const newReadTokenForm = z.object({
  name,
  scope,
  teamIds: z
    .string()
    .transform((text) => (text === 'all' ? null : text.split(',').filter((id) => id !== '')))
    .pipe(teamIds.nullable()),
  days: daysOfForm,
})

const tokenId = z.string().regex(/^[0-9A-Za-z]{8}$/)
export const readTokenForm = z.object({ tokenId })
