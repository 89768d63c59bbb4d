import { z } from 'zod'

const daysOrEver = z
  .int()
  .min(1, 'It is good for at least a day.')
  .max(3650, 'Ten years (3650 days) is the most.')
  .nullable()

/** For how many days a new token is good, a year unless said otherwise; null is for ever. */
export const expiresInDays = daysOrEver.default(365).describe('For how many days it is good; null for ever.')

/** The same as forms send it. */
export const daysOfForm = z
  .enum(['30', '90', '365', 'never'])
  .transform((days) => (days === 'never' ? null : Number(days)))
  .pipe(daysOrEver)

/** The moment until which a token that is made now is good. */
export const expiryIn = (days: number | null): Date | null =>
  days === null ? null : new Date(Date.now() + days * 86_400_000)
