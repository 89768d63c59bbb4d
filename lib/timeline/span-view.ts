import { type AttributeRow, attributeRows } from '@/lib/attributes/attribute-rows'
import type { Attributes } from '@/lib/ingest/otlp/decoded'
import { parseStoredAttributes, parseStoredEvents, parseStoredLinks } from '@/lib/ingest/otlp/stored-text'
import type { StoredSpan } from '@/lib/model/stored-span'

/** An exception as a span event reports it. */
export type ExceptionView = { type: string | null; message: string | null; stack: string | null }

/** All there is to know of one span, ready to be shown and safe to be sent as JSON. */
export type SpanView = Omit<
  StoredSpan,
  'attributes' | 'events' | 'links' | 'resourceAttributes' | 'scopeAttributes'
> & {
  kindWord: string
  attributes: AttributeRow[]
  resource: AttributeRow[]
  scope: AttributeRow[]
  service: string | null
  events: EventView[]
  links: LinkView[]
}

export type EventView = {
  name: string
  timeUnixNano: string
  attributes: AttributeRow[]
  droppedAttributesCount: number
  exception: ExceptionView | null
}

export type LinkView = {
  traceId: string
  spanId: string
  attributes: AttributeRow[]
  droppedAttributesCount: number
}

const KIND_WORDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']

/** Reads the stored text without rounding a single integer. */
export function prepareSpan(stored: StoredSpan): SpanView {
  const { attributes, events, links, resourceAttributes, scopeAttributes, ...rest } = stored
  const resource = attributeRows(parseStoredAttributes(resourceAttributes ?? '{}'))
  return {
    ...rest,
    kindWord: KIND_WORDS[stored.kind] ?? `kind ${stored.kind}`,
    attributes: attributeRows(parseStoredAttributes(attributes)),
    resource,
    scope: attributeRows(parseStoredAttributes(scopeAttributes ?? '{}')),
    service: resource.find((row) => row.key === 'service.name')?.text ?? null,
    events: parseStoredEvents(events ?? '[]').map((event) => ({
      name: event.name,
      timeUnixNano: event.timeUnixNano.toString(),
      exception: exceptionOf(event.attributes),
      // The exception is shown by itself; its attributes would only repeat it.
      attributes: attributeRows(event.attributes).filter((row) => !EXCEPTION_KEYS.includes(row.key)),
      droppedAttributesCount: event.dropped,
    })),
    links: parseStoredLinks(links ?? '[]').map((link) => ({
      traceId: link.traceId,
      spanId: link.spanId,
      attributes: attributeRows(link.attributes),
      droppedAttributesCount: link.dropped,
    })),
  }
}

const EXCEPTION_KEYS = ['exception.type', 'exception.message', 'exception.stacktrace']

/** The exception that attributes report, where they do. */
export function exceptionOf(attributes: Attributes): ExceptionView | null {
  const [type, message, stack] = EXCEPTION_KEYS.map((key) => {
    const value = attributes.get(key)
    return typeof value === 'string' && value !== '' ? value : null
  })
  if (!type && !message && !stack) return null
  return { type: type ?? null, message: message ?? null, stack: stack ?? null }
}
