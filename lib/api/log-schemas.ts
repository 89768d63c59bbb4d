import { z } from 'zod'
import { LOG_BANDS } from '@/lib/model/severity'
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
  cursor,
}
