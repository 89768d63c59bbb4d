import Link from 'next/link'
import { AttributeList } from '@/components/attributes/attribute-list'
import { formatNanos } from '@/lib/format/duration'
import type { EventView, SpanView } from '@/lib/timeline/span-view'
import { ExceptionCard } from './exception-card'

/** What happened during a span, in order of time, exceptions with their stacks. */
export function SpanEvents({ span }: { span: SpanView }) {
  return (
    <ol className="flex flex-col gap-3">
      {span.events.map((event, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may be the same in all they say
        <li key={n} className="border-l-2 border-line pl-3">
          <p className="flex items-baseline justify-between gap-3 text-xs">
            <span className="min-w-0 font-medium wrap-anywhere text-ink">{event.name || '(no name)'}</span>
            <span className="shrink-0 text-ink-3 tabular-nums">{offsetOf(span, event)}</span>
          </p>
          {event.exception ? <ExceptionCard exception={event.exception} /> : null}
          <AttributeList rows={event.attributes} dropped={event.droppedAttributesCount} />
        </li>
      ))}
      {span.droppedEventsCount > 0 ? (
        <li className="text-xs text-warning">
          {span.droppedEventsCount} more events were dropped by the sender.
        </li>
      ) : null}
    </ol>
  )
}

/** Other spans that this one points to: they may be in any trace. */
export function SpanLinks({ span }: { span: SpanView }) {
  return (
    <ul className="flex flex-col gap-2">
      {span.links.map((link, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same link may be given twice
        <li key={n} className="text-xs">
          <Link
            href={`/traces/${link.traceId}?span=${link.spanId}`}
            className="font-mono wrap-anywhere text-accent hover:underline"
          >
            {link.traceId} / {link.spanId}
          </Link>
          <AttributeList rows={link.attributes} dropped={link.droppedAttributesCount} />
        </li>
      ))}
      {span.droppedLinksCount > 0 ? (
        <li className="text-xs text-warning">
          {span.droppedLinksCount} more links were dropped by the sender.
        </li>
      ) : null}
    </ul>
  )
}

function offsetOf(span: SpanView, event: EventView): string {
  const offset = BigInt(event.timeUnixNano) - BigInt(span.startUnixNano)
  return offset < 0n ? `−${formatNanos(-offset)}` : `+${formatNanos(offset)}`
}
