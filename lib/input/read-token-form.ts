import { z } from 'zod'
import { line } from './text'

/** A new token that reads the API. The form's own names of teams are put together to one field, `teamIds`. */
export const newReadTokenForm = z.object({
  name: line(80, 'Say what the token is for.'),
  days: z.enum(['30', '90', '365', 'never']),
  teamIds: z
    .string()
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .pipe(z.array(z.guid()).min(1, 'Choose at least one team that it may read.').max(500)),
})

export const readTokenForm = z.object({ tokenId: z.string().regex(/^[0-9A-Za-z]{8}$/) })
