import { type ZodType, z } from 'zod'

/** The schemas that have a name in the description of the API. */
export const components = z.registry<{ id: string }>()

/** Gives a schema its name in the description. */
export function named<Schema extends ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id })
  return schema
}

/** A part of a list, with where the rest begins. */
export const pageOf = <Item extends ZodType>(id: string, item: Item) =>
  named(
    id,
    z.object({
      items: z.array(item),
      next: z.string().nullable().describe('Give it as `cursor` for what follows; null at the end.'),
    }),
  )

// Formats are told, not tested: what the database holds is what is answered, however odd.
export const moment = z.string().meta({ format: 'date-time' })
export const uuid = z.string().meta({ format: 'uuid' })
export const milliseconds = z.number().nullable().describe('Milliseconds.')
export const optionalText = z.string().nullable()
