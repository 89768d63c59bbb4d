import { isLogBand, type LogBand } from '@/lib/model/severity'
import { isSpanId, parseTraceId, type TraceId } from '@/lib/model/trace-id'
import { isUuid } from '@/lib/model/uuid'

export type LogQuery = { atLeast?: LogBand; text?: string; within?: string; notIn?: TraceId }

/** The filter that an address asks for; what is not understood is ignored, so that an old link still opens. */
export function parseLogFilter(query: Pick<URLSearchParams, 'get'>): LogQuery {
  const level = query.get('level') ?? ''
  const text = (query.get('find') ?? '').trim().slice(0, 200)
  const span = query.get('span') ?? ''
  const notIn = parseTraceId(query.get('notin') ?? '')
  return {
    ...(isLogBand(level) && level !== 'none' ? { atLeast: level } : {}),
    ...(text === '' ? {} : { text }),
    ...(isSpanId(span) ? { within: span } : {}),
    ...(notIn ? { notIn } : {}),
  }
}

/** `<nanoseconds>.<id>` of the last line that was read. */
export function parseLogCursor(text: string): { timeUnixNano: string; id: string } | null {
  const [timeUnixNano = '', id = ''] = text.split('.', 2)
  return /^\d{1,19}$/.test(timeUnixNano) && isUuid(id) ? { timeUnixNano, id } : null
}
