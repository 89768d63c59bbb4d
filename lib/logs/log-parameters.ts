import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { LOG_BANDS } from '@/lib/model/severity'

/** What of the log is shown, as it stands in the address. */
export const logParameters = {
  level: parseAsStringLiteral(LOG_BANDS),
  find: parseAsString,
  span: parseAsString,
  /** A trace; what its log says too is left out. */
  notin: parseAsString,
  /** The line that a link leads to. */
  line: parseAsString,
}

export type LogAddress = {
  level: (typeof LOG_BANDS)[number] | null
  find: string | null
  span: string | null
  notin: string | null
  line: string | null
}
