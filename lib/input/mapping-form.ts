import { z } from 'zod'

const MOST_MAPPING = 100_000
const MOST_SAMPLE = 200_000

const json = (most: number, what: string) =>
  z
    .string()
    .max(most, `${what} may have at most ${most} characters.`)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        context.addIssue({ code: 'custom', message: `${what} is not JSON: ${error.message.slice(0, 200)}` })
        return z.NEVER
      }
    })

/** A mapping to be kept, as its editor sends it. */
export const mappingForm = z.object({ sourceId: z.guid(), mapping: json(MOST_MAPPING, 'The mapping') })

/** A mapping and a sample, to see what would come of it. */
export const mappingPreviewForm = z.object({
  sourceId: z.guid(),
  mapping: json(MOST_MAPPING, 'The mapping'),
  sample: json(MOST_SAMPLE, 'The sample'),
})
