import type { LogBand } from '@/lib/model/severity'

export const BAND_WORD: Record<LogBand, string> = {
  none: '–',
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  fatal: 'fatal',
}

export const BAND_COLOR: Record<LogBand, string> = {
  none: 'text-ink-3',
  trace: 'text-ink-3',
  debug: 'text-ink-3',
  info: 'text-running',
  warn: 'text-warning',
  error: 'text-failed',
  fatal: 'text-failed',
}
