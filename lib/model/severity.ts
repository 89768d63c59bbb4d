/** OTLP's severity numbers by their names, least severe first; `none` is for records that say nothing. */
export const LOG_BANDS = ['none', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
export type LogBand = (typeof LOG_BANDS)[number]

const LOWEST: Record<LogBand, number> = {
  none: 0,
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
}

/** The band that a severity number falls into. */
export const bandOf = (severityNumber: number): LogBand =>
  LOG_BANDS.findLast((band) => severityNumber >= LOWEST[band]) ?? 'none'

/** The least severity number of a band. */
export const lowestOf = (band: LogBand): number => LOWEST[band]

export const isLogBand = (text: string): text is LogBand => (LOG_BANDS as readonly string[]).includes(text)
