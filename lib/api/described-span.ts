import type { z } from 'zod'
import { attributeTexts } from '@/lib/attributes/attribute-rows'
import { parseStoredAttributes, parseStoredEvents, parseStoredLinks } from '@/lib/ingest/otlp/stored-text'
import type { StoredSpan } from '@/lib/model/stored-span'
import type { getSpanOperation } from './trace-operations'

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']

/** A span as the API gives it: every value as text, exactly as it was sent. */
export function describedSpan(span: StoredSpan): z.input<(typeof getSpanOperation)['answer']> {
  const resource = attributeTexts(parseStoredAttributes(span.resourceAttributes ?? '{}'))
  return {
    ...span,
    kind: KINDS[span.kind] ?? String(span.kind),
    endUnixNano: span.endUnixNano === '0' ? null : span.endUnixNano,
    service: resource['service.name'] ?? null,
    attributes: attributeTexts(parseStoredAttributes(span.attributes)),
    resource,
    events: parseStoredEvents(span.events ?? '[]').map((event) => ({
      name: event.name,
      timeUnixNano: event.timeUnixNano.toString(),
      attributes: attributeTexts(event.attributes),
    })),
    links: parseStoredLinks(span.links ?? '[]').map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: attributeTexts(attributes),
    })),
  }
}
