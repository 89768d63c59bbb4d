import { z } from 'zod'

/** What somebody says of a change. */
export const changeNoteForm = z.object({
  changeId: z.guid(),
  kind: z.enum(['question', 'reason', 'comment', 'reviewed']),
  text: z.string().max(4_000, 'At most 4,000 characters.').default(''),
})

/** Which change who asked looks at. */
export const seenAnswerForm = z.object({ changeId: z.guid() })
