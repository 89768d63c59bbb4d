import { parseStoredEvents, parseStoredLinks, parseStoredValue } from '@/lib/ingest/otlp/stored-text'
import type { ExportedLog, ExportedOrigin, ExportedSpan } from '@/lib/model/exported-telemetry'
import {
  printAttributes,
  printCount,
  printObject,
  printStoredAttributes,
  printText,
  printValue,
} from './print-value'

/** How the two signals name what they are made of. */
const NAMES = {
  spans: { groups: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' },
  logs: { groups: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' },
} as const

export type Signal = keyof typeof NAMES

/** Rows of the two signals as one OTLP/JSON request, piece by piece: a long trace never is in memory as a whole. */
export async function* printSpans(
  pages: AsyncIterable<readonly (ExportedSpan & ExportedOrigin)[]>,
): AsyncGenerator<string> {
  yield* printRequest('spans', pages, printSpan)
}

/** The same for log records. */
export async function* printLogs(
  pages: AsyncIterable<readonly (ExportedLog & ExportedOrigin)[]>,
): AsyncGenerator<string> {
  yield* printRequest('logs', pages, printLog)
}

async function* printRequest<Row extends ExportedOrigin>(
  signal: Signal,
  pages: AsyncIterable<readonly Row[]>,
  print: (row: Row) => string,
): AsyncGenerator<string> {
  yield `{"${NAMES[signal].groups}":[`
  let isFirst = true
  for await (const page of pages) {
    const groups = groupsOf(page).map((rows) => printGroup(signal, rows, print))
    if (groups.length === 0) continue
    yield `${isFirst ? '' : ','}\n${groups.join(',\n')}`
    isFirst = false
  }
  yield '\n]}\n'
}

/** Rows of one resource and one scope together; a resource that comes again on a later page is told again, which OTLP allows. */
function groupsOf<Row extends ExportedOrigin>(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.resourceId} ${row.scopeId}`
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

function printGroup<Row extends ExportedOrigin>(
  signal: Signal,
  rows: readonly Row[],
  print: (row: Row) => string,
): string {
  const [origin] = rows
  if (!origin) return ''
  const { scopes, items } = NAMES[signal]
  const scope = printObject([
    printText('name', origin.scopeName),
    printText('version', origin.scopeVersion),
    printStoredAttributes(origin.scopeAttributes, origin.scopeDropped),
  ])
  const resource = printObject([printStoredAttributes(origin.resourceAttributes, origin.resourceDropped)])
  const scoped = printObject([
    `"scope":${scope}`,
    `"${items}":[${rows.map(print).join(',\n')}]`,
    printText('schemaUrl', origin.scopeSchemaUrl),
  ])
  return printObject([
    `"resource":${resource}`,
    `"${scopes}":[${scoped}]`,
    printText('schemaUrl', origin.resourceSchemaUrl),
  ])
}

function printSpan(span: ExportedSpan): string {
  const status = [printText('message', span.statusMessage), printCount('code', span.statusCode)]
  return printObject([
    `"traceId":"${span.traceId}","spanId":"${span.spanId}"`,
    printText('traceState', span.traceState),
    printText('parentSpanId', span.parentSpanId),
    printCount('flags', span.flags),
    `"name":${JSON.stringify(span.name)},"kind":${span.kind}`,
    `"startTimeUnixNano":"${span.startUnixNano}","endTimeUnixNano":"${span.endUnixNano}"`,
    printStoredAttributes(span.attributes, span.droppedAttributesCount),
    span.events === null ? null : `"events":[${parseStoredEvents(span.events).map(printEvent).join()}]`,
    printCount('droppedEventsCount', span.droppedEventsCount),
    span.links === null ? null : `"links":[${parseStoredLinks(span.links).map(printLink).join()}]`,
    printCount('droppedLinksCount', span.droppedLinksCount),
    status.every((field) => field === null) ? null : `"status":${printObject(status)}`,
  ])
}

const printEvent = (event: ReturnType<typeof parseStoredEvents>[number]): string =>
  printObject([
    `"timeUnixNano":"${event.timeUnixNano}","name":${JSON.stringify(event.name)}`,
    printAttributes(event.attributes, event.dropped),
  ])

const printLink = (link: ReturnType<typeof parseStoredLinks>[number]): string =>
  printObject([
    printText('traceId', link.traceId),
    printText('spanId', link.spanId),
    printText('traceState', link.traceState),
    printAttributes(link.attributes, link.dropped),
    printCount('flags', link.flags),
  ])

function printLog(log: ExportedLog): string {
  return printObject([
    `"timeUnixNano":"${log.timeUnixNano}","observedTimeUnixNano":"${log.observedUnixNano}"`,
    printCount('severityNumber', log.severityNumber),
    printText('severityText', log.severityText),
    printText('eventName', log.eventName),
    printBody(log),
    printStoredAttributes(log.attributes, log.droppedAttributesCount),
    printCount('flags', log.flags),
    `"traceId":"${log.traceId}"`,
    printText('spanId', log.spanId),
  ])
}

function printBody({ bodyText, body }: ExportedLog): string | null {
  if (bodyText !== null) return `"body":{"stringValue":${JSON.stringify(bodyText)}}`
  return body === null ? null : `"body":${printValue(parseStoredValue(body))}`
}
