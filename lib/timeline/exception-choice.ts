import { parseStoredAttributes, parseStoredEvents } from '@/lib/ingest/otlp/stored-text'
import { type ExceptionView, exceptionOf } from './span-view'

type Stored = { spanId: string; events: string | null; attributes: string | null }

/**
 * The exception that tells most about an error: the one with its message, else the last of the span that comes first in
 * `spanIds`; with a stack before without.
 */
export function chooseException(
  stored: readonly Stored[],
  spanIds: readonly string[],
  message: string | null,
): ExceptionView | null {
  const found = stored.flatMap((each) =>
    exceptionsIn(each).map((exception) => ({ exception, spanId: each.spanId })),
  )
  const worth = ({ exception, spanId }: (typeof found)[number]) =>
    Number(exception.message !== null && exception.message === message) * 1000 +
    Number(exception.stack !== null) * 100 -
    spanIds.indexOf(spanId)
  return (
    found.reduce<(typeof found)[number] | null>(
      (best, each) => (best === null || worth(each) >= worth(best) ? each : best),
      null,
    )?.exception ?? null
  )
}

function exceptionsIn(stored: Stored): ExceptionView[] {
  const sources =
    stored.events === null ? [] : parseStoredEvents(stored.events).map((event) => event.attributes)
  if (stored.attributes !== null) sources.push(parseStoredAttributes(stored.attributes))
  return sources.flatMap((attributes) => exceptionOf(attributes) ?? [])
}
