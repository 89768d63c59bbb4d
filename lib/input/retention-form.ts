import { z } from 'zod'

const days = z.coerce
  .number('Give a number of days.')
  .int('Give whole days.')
  .min(1, 'Keep it at least a day.')
  .max(3_650, 'Ten years (3650 days) is the most.')

/** Days of spans, log records and executions to keep. */
export const retentionForm = z
  .object({ spanDays: days, logDays: days, executionDays: days })
  .refine((form) => form.executionDays >= Math.max(form.spanDays, form.logDays), {
    path: ['executionDays'],
    message: 'Executions are what spans and logs are found by: keep them at least as long.',
  })
