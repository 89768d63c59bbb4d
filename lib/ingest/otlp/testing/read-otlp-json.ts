import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Attributes, AttributeValue, DecodedResource, DecodedScope, DecodedSpan } from '../decoded'

/** A span of a fixture with what it came in. */
export type ReadSpan = { span: DecodedSpan; resource: DecodedResource; scope: DecodedScope }

type Json = Record<string, unknown>

const objects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((each) => each !== null) : []
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** OTLP JSON of a fixture, current or legacy, one request or several, as spans. For tests: it trusts its input. */
export function readOtlpJson(requests: unknown): ReadSpan[] {
  return (Array.isArray(requests) ? objects(requests) : [object(requests)]).flatMap((request) =>
    objects(request.resourceSpans).flatMap((resourceSpans) => {
      const attributes = readAttributes(object(resourceSpans.resource).attributes)
      const name = attributes.get('service.name')
      const resource = { serviceName: typeof name === 'string' ? name : null, attributes }
      const groups = [
        ...objects(resourceSpans.scopeSpans),
        ...objects(resourceSpans.instrumentationLibrarySpans),
      ]
      return groups.flatMap((group) => {
        const scope = readScope(group.scope ?? group.instrumentationLibrary)
        return objects(group.spans).map((span) => ({ span: readSpan(span), resource, scope }))
      })
    }),
  )
}

const readScope = (scope: unknown): DecodedScope => ({
  name: text(object(scope).name) || null,
  version: text(object(scope).version) || null,
})

function readSpan(span: Json): DecodedSpan {
  const status = object(span.status)
  return {
    traceId: text(span.traceId).toLowerCase(),
    spanId: text(span.spanId).toLowerCase(),
    parentSpanId: text(span.parentSpanId).toLowerCase() || null,
    name: text(span.name),
    kind: Number(span.kind ?? 0),
    startUnixNano: BigInt(String(span.startTimeUnixNano ?? 0)),
    endUnixNano: BigInt(String(span.endTimeUnixNano ?? 0)),
    statusCode: Number(status.code ?? 0),
    statusMessage: text(status.message) || null,
    traceState: text(span.traceState) || null,
    flags: Number(span.flags ?? 0),
    attributes: readAttributes(span.attributes),
    events: objects(span.events).map((event) => ({
      name: text(event.name),
      timeUnixNano: BigInt(String(event.timeUnixNano ?? 0)),
      attributes: readAttributes(event.attributes),
    })),
    links: objects(span.links).map((link) => ({
      traceId: text(link.traceId).toLowerCase(),
      spanId: text(link.spanId).toLowerCase(),
      attributes: readAttributes(link.attributes),
    })),
  }
}

/** Attributes as OTLP's list of typed values. */
const readAttributes = (list: unknown): Attributes =>
  new Map(objects(list).map((each) => [text(each.key), readValue(each.value)]))

function readValue(value: unknown): AttributeValue {
  const of = object(value)
  if (typeof of.stringValue === 'string') return of.stringValue
  if (typeof of.boolValue === 'boolean') return of.boolValue
  if (of.intValue !== undefined) return BigInt(String(of.intValue))
  if (of.doubleValue !== undefined) return Number(of.doubleValue)
  if (of.arrayValue !== undefined) return objects(object(of.arrayValue).values).map(readValue)
  if (of.kvlistValue !== undefined) {
    return Object.fromEntries(
      objects(object(of.kvlistValue).values).map((each) => [text(each.key), readValue(each.value)]),
    )
  }
  return null
}

/** What the Node SDK's console exporter printed, as JSON: microseconds, kinds one less than on the wire. */
export function readNodeConsole(spans: unknown): ReadSpan[] {
  return objects(spans).map((each) => {
    const attributes = plainAttributes(object(each.resource).attributes)
    const start = BigInt(Number(each.timestamp)) * 1_000n
    const span = readSpan({ ...each, spanId: each.id, parentSpanId: object(each.parentSpanContext).spanId })
    return {
      span: {
        ...span,
        kind: Number(each.kind) + 1,
        startUnixNano: start,
        endUnixNano: start + BigInt(Number(each.duration)) * 1_000n,
        attributes: plainAttributes(each.attributes),
      },
      resource: { serviceName: null, attributes },
      scope: readScope(each.instrumentationScope),
    }
  })
}

/** What the Python SDK's console exporter printed: ISO times, ids with 0x, words for numbers. */
export function readPythonConsole(spans: unknown): ReadSpan[] {
  const id = (value: unknown) => text(value).replace(/^0x/, '')
  const nano = (value: unknown) =>
    BigInt(Date.parse(text(value).replace(/\.(\d{3})\d*Z$/, '.$1Z'))) * 1_000_000n
  const codes = ['UNSET', 'OK', 'ERROR']
  return objects(spans).map((each) => {
    const context = object(each.context)
    return {
      span: {
        ...readSpan({ name: each.name, kind: 1 }),
        traceId: id(context.trace_id),
        spanId: id(context.span_id),
        parentSpanId: id(each.parent_id) || null,
        startUnixNano: nano(each.start_time),
        endUnixNano: nano(each.end_time),
        statusCode: codes.indexOf(text(object(each.status).status_code)),
        attributes: plainAttributes(each.attributes),
        links: objects(each.links).map((link) => ({
          traceId: id(object(link.context).trace_id),
          spanId: id(object(link.context).span_id),
          attributes: new Map(),
        })),
      },
      resource: { serviceName: null, attributes: plainAttributes(object(each.resource).attributes) },
      scope: { name: null, version: null },
    }
  })
}

const plainAttributes = (attributes: unknown): Attributes =>
  new Map(Object.entries(object(attributes)).map(([key, value]) => [key, plainValue(value)]))

function plainValue(value: unknown): AttributeValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(plainValue) : null
}

const SHARED = fileURLToPath(new URL('../../../../../shared/fixtures/', import.meta.url))

/** False where the project was cloned without the recordings beside it; tests that need them then say that they skip. */
export const hasSharedFixtures = existsSync(SHARED)

/** A recording from the folder beside the project. */
export const sharedFixture = (path: string): unknown => JSON.parse(readFileSync(SHARED + path, 'utf8'))

/** Some of the cases of a dialect's own fixture, as one stream of spans. */
export function dialectCases(tool: string, ...cases: string[]): ReadSpan[] {
  const file = object(
    JSON.parse(readFileSync(new URL(`../dialects/fixtures/${tool}.json`, import.meta.url), 'utf8')),
  )
  return cases.flatMap((name) => {
    if (file[name] === undefined) throw new Error(`${tool}.json has no case ${name}`)
    return readOtlpJson(file[name])
  })
}
