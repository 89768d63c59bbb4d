import { parseStoredAttributes, parseStoredEvents, parseStoredLinks, parseStoredValue } from '../stored-text'
import { LOG_COLUMNS, SPAN_COLUMNS, type TelemetryBatch } from '../telemetry-batch'
import { type CopyField, hexOf, intOf, jsonOf, microsOf, readCopy, textOf } from './copy-reader'
import type { ExpectedLog, ExpectedSpan } from './reference'

const must = <T>(value: T | null): T => {
  if (value === null) throw new Error('null in a column that is never null')
  return value
}

const field = (row: Record<string, CopyField>, column: string): CopyField => {
  const value = row[column]
  if (value === undefined) throw new Error(`no column ${column}`)
  return value
}

/** The span rows of the batch, read back from the COPY stream. */
export function storedSpans(batch: TelemetryBatch): ExpectedSpan[] {
  const stream = batch.spanCopy()
  if (stream === null) return []
  return readCopy(stream, SPAN_COLUMNS).map((row) => {
    const of = (column: string) => field(row, column)
    const events = jsonOf(of('events'))
    const links = jsonOf(of('links'))
    return {
      traceId: must(hexOf(of('trace_id'))),
      spanId: must(hexOf(of('span_id'))),
      parentSpanId: hexOf(of('parent_span_id')),
      name: must(textOf(of('name'))),
      kind: must(intOf(of('kind'))),
      startUnixNano: must(intOf(of('start_unix_nano'))),
      startedAtMicros: must(microsOf(of('started_at'))),
      endUnixNano: must(intOf(of('end_unix_nano'))),
      statusCode: must(intOf(of('status_code'))),
      statusMessage: textOf(of('status_message')),
      traceState: textOf(of('trace_state')),
      flags: must(intOf(of('flags'))),
      attributes: parseStoredAttributes(must(jsonOf(of('attributes')))),
      droppedAttributesCount: must(intOf(of('dropped_attributes_count'))),
      events: events === null ? null : parseStoredEvents(events),
      droppedEventsCount: must(intOf(of('dropped_events_count'))),
      links: links === null ? null : parseStoredLinks(links),
      droppedLinksCount: must(intOf(of('dropped_links_count'))),
    }
  })
}

/** The log rows of the batch, read back from the COPY stream. */
export function storedLogs(batch: TelemetryBatch): (ExpectedLog & { id: string; exception: unknown })[] {
  const stream = batch.logCopy()
  if (stream === null) return []
  return readCopy(stream, LOG_COLUMNS).map((row) => {
    const of = (column: string) => field(row, column)
    const body = jsonOf(of('body'))
    const exception = jsonOf(of('exception'))
    return {
      id: must(hexOf(of('id'))),
      traceId: must(hexOf(of('trace_id'))),
      spanId: hexOf(of('span_id')),
      occurredAtMicros: must(microsOf(of('occurred_at'))),
      timeUnixNano: must(intOf(of('time_unix_nano'))),
      observedUnixNano: must(intOf(of('observed_unix_nano'))),
      severityNumber: must(intOf(of('severity_number'))),
      severityText: textOf(of('severity_text')),
      eventName: textOf(of('event_name')),
      bodyText: textOf(of('body_text')),
      body: body === null ? undefined : parseStoredValue(body),
      attributes: parseStoredAttributes(must(jsonOf(of('attributes')))),
      droppedAttributesCount: must(intOf(of('dropped_attributes_count'))),
      flags: must(intOf(of('flags'))),
      exception: exception === null ? null : JSON.parse(exception),
    }
  })
}
