import { stripVTControlCharacters } from 'node:util'
import { type AttributeRow, attributeRows } from '@/lib/attributes/attribute-rows'
import { parseStoredAttributes } from '@/lib/ingest/otlp/stored-text'
import { bandOf, type LogBand } from '@/lib/model/severity'
import type { StoredLog } from '@/lib/model/stored-log'

/** A log record as a line to show. */
export type LogLine = {
  id: string
  timeUnixNano: string
  band: LogBand
  /** The sender's own word for how severe it is, where it differs from ours. */
  word: string | null
  spanId: string | null
  step: string | null
  /** First line of the message. */
  text: string
  /** The whole message where there is more of it than the first line: more lines, or JSON laid out. */
  rest: string | null
  isCut: boolean
  attributes: AttributeRow[]
  hasException: boolean
}

/** Terminal colours are taken out, JSON is laid out, and nothing is interpreted as anything but text. */
export function prepareLogLine(stored: StoredLog): LogLine {
  const body = stripAnsi(stored.body.replace(/\r\n?/g, '\n')).trimEnd()
  const [first = ''] = body.split('\n', 1)
  const laidOut = layOutJson(body, stored.isJson)
  const band = bandOf(stored.severityNumber)
  return {
    id: stored.id,
    timeUnixNano: stored.timeUnixNano,
    band,
    word: stored.severityText && stored.severityText.toLowerCase() !== band ? stored.severityText : null,
    spanId: stored.spanId,
    step: stored.spanName ?? stored.service,
    text: first === '' ? (stored.eventName ?? '') : first,
    rest: laidOut ?? (first === body ? null : body),
    isCut: stored.bodyLength > stored.body.length,
    attributes: attributeRows(parseStoredAttributes(stored.attributes)),
    hasException: stored.hasException,
  }
}

/** Escape sequences of terminals (colours, cursor movements, titles) and control characters, but for tab and line feed. */
export function stripAnsi(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\t\n]/gu, '')
}

/** Parsed only to be printed again; integers beyond a double's exactness would change, so those stay as they came. */
function layOutJson(body: string, isJson: boolean): string | null {
  if (!isJson && !/^\s*[{[]/.test(body)) return null
  if (/\d{16}/.test(body)) return isJson ? body : null
  try {
    const laidOut = JSON.stringify(JSON.parse(body), null, 2)
    return laidOut === body ? null : laidOut
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
