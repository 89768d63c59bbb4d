import { z } from 'zod'

/** A line that a person typed: trimmed, not empty, and without characters that no screen and no database can show. */
export const line = (most: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(most, `Use at most ${most} characters.`)
    .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), 'It has characters that cannot be shown.')
