import { z } from 'zod'
import { stateOfView, viewQuery } from '@/lib/query/list-address'
import { line } from './text'

const viewName = line(60, 'Give the view a name.')

/** A question to keep; what this version does not understand of it is not kept. */
const query = z
  .string()
  .max(4000)
  .describe('The search part of the address of the list, such as `q=state:failed&range=24h`.')
  .transform((text) => viewQuery(stateOfView(text)))

/** A new view as its form sends it: an empty team makes it personal. */
export const newViewForm = z.object({
  name: viewName,
  query,
  teamId: z.union([z.literal('').transform(() => null), z.guid()]),
})
/** The same as the API takes it. */
export const newViewBody = z.object({
  name: viewName,
  query,
  teamId: z.guid().nullable().default(null).describe('Null for a view of one’s own.'),
})
/** Another name, as the API takes it. */
export const viewNameBody = z.object({ name: viewName })

export const renameViewForm = z.object({ viewId: z.guid(), name: viewName })

export const defaultViewForm = z.object({
  viewId: z.guid(),
  isDefault: z.enum(['true', 'false']).transform((text) => text === 'true'),
})

export const viewForm = z.object({ viewId: z.guid() })
