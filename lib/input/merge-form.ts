import { z } from 'zod'

const key = z.string().min(1).max(600)

/** What somebody decides of two names. */
export const mergeForm = z.object({
  firstKey: key,
  secondKey: key,
  state: z.enum(['merged', 'apart']),
})
