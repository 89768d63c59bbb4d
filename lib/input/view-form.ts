import { z } from 'zod'
import { stateOfView, viewQuery } from '@/lib/query/list-address'
import { line } from './text'

const viewName = line(60, 'Give the view a name.')

/** A question to keep; what this version does not understand of it is not kept. An empty team makes it personal. */
export const newViewForm = z.object({
  name: viewName,
  query: z
    .string()
    .max(4000)
    .transform((query) => viewQuery(stateOfView(query))),
  teamId: z.union([z.literal('').transform(() => null), z.uuid()]),
})

export const renameViewForm = z.object({ viewId: z.uuid(), name: viewName })

export const defaultViewForm = z.object({
  viewId: z.uuid(),
  isDefault: z.enum(['true', 'false']).transform((text) => text === 'true'),
})

export const viewForm = z.object({ viewId: z.uuid() })
