import { z } from 'zod'
import { Refusal } from '@/lib/model/refusal'
import { LOG_BANDS } from '@/lib/model/severity'
import { parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { moment, named, optionalText, pageOf, uuid } from './components'
import { cursor } from './parameters'

const logRecord = named(
  'LogRecord',
  z.object({
    id: uuid,
    at: moment.nullable(),
    timeUnixNano: z.string().describe('The same to the nanosecond.'),
    severity: z.enum(LOG_BANDS),
    severityText: optionalText,
    body: z.string().describe('The first 4000 characters.'),
    isCut: z.boolean(),
    eventName: optionalText,
    service: optionalText,
    spanId: optionalText,
    spanName: optionalText,
    attributes: z.record(z.string(), z.string()),
  }),
)

export const logPage = pageOf('LogPage', logRecord)

export const logParameters = {
  level: z.enum(LOG_BANDS).exclude(['none']).optional().describe('Nothing less severe.'),
  find: z.string().max(200).optional().describe('Text in the body.'),
  notIn: z
    .string()
    .max(64)
    .optional()
    .describe('A trace id: only records that say, numbers and ids aside, what is not said in that trace.'),
  cursor,
}

/** The part of a filter that `notIn` stands for; refuses what is no trace id. */
export function notInFrom(text: string | undefined): { notIn?: TraceId } {
  if (text === undefined) return {}
  const notIn = parseTraceId(text)
  if (!notIn) throw new Refusal('invalid', 'A trace id has 32 hexadecimal digits.', null, 'notIn')
  return { notIn }
}
