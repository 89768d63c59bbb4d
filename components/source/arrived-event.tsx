import Link from 'next/link'
import { VerdictBadge } from '@/components/event/verdict-badge'
import { CodeBlock } from '@/components/ui/code-block'
import { prettyJson } from '@/lib/format/pretty-json'
import type { ArrivedEvent as Arrived } from '@/lib/model/arrival'

/** The event that came, word for word, and what it became. */
export function ArrivedEvent({ event }: { event: Arrived }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 border-t border-line pt-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <VerdictBadge verdict={event.verdict} />
        <Link
          href={`/sources/events/${event.id}`}
          className="font-mono text-xs wrap-anywhere text-accent hover:underline"
        >
          {event.type}
        </Link>
      </p>
      {event.subject === null ? null : <p className="text-xs wrap-anywhere text-ink-2">{event.subject}</p>}
      {event.told.length > 0 ? (
        <p className="text-xs text-ink-2">
          became execution{' '}
          {event.told.slice(0, 3).map((told, n) => (
            <span key={`${told.executionId} ${told.task ?? ''}`}>
              {n === 0 ? '' : ', '}
              <Link href={`/executions/${told.executionId}`} className="text-accent underline">
                {told.flow}
              </Link>
              {told.task === null ? null : `, task ${told.task}`}
            </span>
          ))}
        </p>
      ) : (
        <p className="text-xs wrap-anywhere text-ink-2">{event.because ?? 'It became nothing.'}</p>
      )}
      {event.text === null ? null : (
        <details>
          <summary className="cursor-default text-xs font-medium text-ink-2 select-none hover:text-ink">
            What it said, without its secrets
          </summary>
          <CodeBlock className="mt-2" code={prettyJson(event.text)} label="raw event" />
        </details>
      )}
    </div>
  )
}
