import { z } from 'zod'
import { EVENT_PROTOCOLS, EVENT_VERDICTS } from '@/lib/model/event'
import { MOST_REPLAYED } from '@/lib/model/replay'

const mostIds = z.array(z.guid()).min(1).max(MOST_REPLAYED)

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' || value === undefined ? undefined : value), schema.optional())

/** Events to be read again, as the inbox sends them: those that were picked, or all that a filter finds. */
export const replayForm = z
  .object({
    isPreview: z.enum(['yes', 'no']).transform((word) => word === 'yes'),
    ids: z
      .string()
      .transform((text) => text.split(',').filter((id) => id !== ''))
      .pipe(z.array(z.guid()).max(MOST_REPLAYED)),
    source: optional(z.guid()),
    verdict: optional(z.enum(EVENT_VERDICTS)),
    protocol: optional(z.enum(EVENT_PROTOCOLS)),
    type: optional(z.string().max(200)),
    since: optional(z.iso.datetime()),
    until: optional(z.iso.datetime()),
    after: optional(z.guid()),
  })
  .transform(({ isPreview, ids, ...rest }) => ({ isPreview, ids, filter: filterOf(rest) }))

const moment = z.iso.datetime({ offset: true })

/** The same as the API takes it. */
export const replayBody = z
  .object({
    preview: z.boolean().default(false).describe('Says what would change, and changes nothing.'),
    ids: mostIds.optional().describe('These events.'),
    filter: z
      .object({
        source: z.guid().optional(),
        verdict: z.enum(EVENT_VERDICTS).optional(),
        protocol: z.enum(EVENT_PROTOCOLS).optional(),
        type: z.string().min(1).max(200).optional(),
        since: moment.optional(),
        until: moment.optional(),
        after: z.guid().optional().describe('The `next` of the answer before.'),
      })
      .optional()
      .describe('All that this finds, the newest first, a page of 200 at a time.'),
  })
  .refine(
    ({ ids, filter }) => (ids === undefined) !== (filter === undefined),
    'Say which events: either `ids` or `filter`.',
  )

type Asked = {
  source?: string | undefined
  verdict?: string | undefined
  protocol?: string | undefined
  type?: string | undefined
  since?: string | undefined
  until?: string | undefined
  after?: string | undefined
}

/** What was asked as a filter of the inbox's query. */
export function filterOf({ source, since, until, ...words }: Asked) {
  const said = Object.entries(words).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    ...Object.fromEntries(said),
    ...(source === undefined ? {} : { sourceId: source }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  }
}
