import type { DecodedEvent, RejectedEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { decodeLineage } from './decode'

/** What one line of a file held. */
export type LineOutcome = { line: number; events: DecodedEvent[]; rejected: RejectedEvent[] }

/**
 * Reads a file as OpenLineage's file transport writes it, one event (or array of events) a line. Lines that hold nothing are
 * passed over; one that is no JSON is refused alone. Lines are counted from one, and so are they in paths: `line 3: run.runId`.
 */
export function* readJsonLines(lines: Iterable<string>, receivedAt: UnixNano): Generator<LineOutcome> {
  let line = 0
  for (const text of lines) {
    line++
    const trimmed = text.replace(/^\uFEFF/, '').trim()
    if (trimmed === '') continue
    yield { line, ...decodeLine(trimmed, line, receivedAt) }
  }
}

function decodeLine(text: string, line: number, receivedAt: UnixNano): Omit<LineOutcome, 'line'> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const message = 'Not JSON'
    return {
      events: [],
      rejected: [{ path: `line ${line}`, reason: 'invalid', message, item: text.slice(0, 2_000) }],
    }
  }
  const { events, rejected } = decodeLineage({ protocol: 'openlineage', headers: {}, body, receivedAt })
  return {
    events,
    rejected: rejected.map((item) => ({
      ...item,
      path: `line ${line}${item.path === '' ? '' : `: ${item.path}`}`,
    })),
  }
}
