import { z } from 'zod'

/** Days of spans, log records, executions and events to keep, each read as a number by `number`. */
function retentionOf<Numbers extends z.ZodNumber | z.ZodCoercedNumber>(number: Numbers) {
  const days = number
    .int('Give whole days.')
    .min(1, 'Keep it at least a day.')
    .max(3_650, 'Ten years (3650 days) is the most.')
  return z
    .object({ spanDays: days, logDays: days, executionDays: days, eventDays: days })
    .refine((form) => form.executionDays >= Math.max(form.spanDays, form.logDays, form.eventDays), {
      path: ['executionDays'],
      message: 'Executions are what spans, logs and events are found by: keep them at least as long.',
    })
}

/** As its form sends it, and as the API takes it. */
export const retentionForm = retentionOf(z.coerce.number('Give a number of days.'))
export const retentionBody = retentionOf(z.number('Give a number of days.'))
