import Link from 'next/link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Time } from '@/components/ui/time'
import { readFrom, type Witness } from '@/lib/executions/provenance'
import { originKey, originWords } from '@/lib/format/origin-words'
import type { ExecutionFact, StateObservation } from '@/lib/model/fact'
import type { ListedEvent } from '@/lib/model/listed-event'
import { EventsOfExecution } from './events-of-execution'
import { StateBadge } from './state-badge'

type Props = {
  executionId: string
  /** Those that told of it, the newest first. */
  events: ListedEvent[]
  hasMoreEvents: boolean
  transitions: StateObservation[]
  witnesses: Witness[]
  facts: Record<string, ExecutionFact>
  receivedAt: string
  updatedAt: string
  /** What Runledger put right by asking the source, or by its silence; the newest first. */
  corrections: ListedEvent[]
}

/** How the state came about, and what each origin said, word for word. */
export function ExecutionHistory({
  executionId,
  events,
  hasMoreEvents,
  transitions,
  witnesses,
  facts,
  receivedAt,
  updatedAt,
  corrections,
}: Props) {
  return (
    <div className="flex flex-col gap-4">
      <Card>
        <CardHeader
          title="States"
          description="Everything that was said about the state, in order of time."
          level={3}
        />
        {/* A keyboard must be able to scroll what does not fit. */}
        <CardBody tabIndex={0} className="relative overflow-x-auto">
          <Transitions transitions={transitions} />
        </CardBody>
      </Card>
      {corrections.length > 0 ? <Corrections corrections={corrections} /> : null}
      {events.length === 0 ? null : (
        <EventsOfExecution events={events} hasMore={hasMoreEvents} executionId={executionId} />
      )}
      <Card>
        <CardHeader
          title="Origins"
          description={
            <>
              What each trace and each tool said about this execution. First received{' '}
              <Time iso={receivedAt} />, last written <Time iso={updatedAt} />.
            </>
          }
          level={3}
        />
        <ul className="divide-y divide-line">
          {Object.entries(facts).map(([origin, fact]) => (
            <li key={origin} className="px-4 py-3">
              <Origin
                origin={origin}
                fact={fact}
                witness={witnesses.find((each) => each.origin === origin)}
              />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

function Corrections({ corrections }: Pick<Props, 'corrections'>) {
  return (
    <Card>
      <CardHeader
        title="Corrections"
        description="It was open for far longer than usual, so its source was asked. What the source says later counts again."
        level={3}
      />
      <ul className="divide-y divide-line">
        {corrections.map(({ id, type, subject, receivedAt }) => (
          <li key={id} className="flex flex-wrap gap-x-6 gap-y-1 px-4 py-3 text-sm">
            <Time absolute iso={receivedAt.toISOString()} />
            <Link href={`/sources/events/${id}`} className="wrap-anywhere text-accent hover:underline">
              {subject ?? type}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Transitions({ transitions }: { transitions: StateObservation[] }) {
  if (transitions.length === 0)
    return <p className="text-sm text-ink-3">Nobody has said anything about its state.</p>
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-xs text-ink-3">
        <tr>
          {['When', 'State', 'In its words', 'Read from'].map((heading) => (
            <th key={heading} scope="col" className="pr-6 pb-1 font-medium">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {transitions.map((each) => (
          <tr key={`${each.at}${each.state}${each.word}${each.precedence}`} className="border-t border-line">
            <td className="py-1.5 pr-6 whitespace-nowrap">
              <Time absolute unixNano={each.at} />
            </td>
            <td className="py-1.5 pr-6">
              <StateBadge state={each.state} />
            </td>
            <td className="py-1.5 pr-6 min-w-24 wrap-anywhere">{each.word}</td>
            <td className="py-1.5 text-ink-3">
              {readFrom(each.precedence)}
              {each.reopens ? ', puts it back to work' : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Origin({
  origin,
  fact,
  witness,
}: {
  origin: string
  fact: ExecutionFact
  witness: Witness | undefined
}) {
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className="font-medium text-ink">{originWords(origin)}</span>
        {fact.traceId && origin.startsWith('trace:') ? (
          <Link
            href={`/traces/${fact.traceId}`}
            className="font-mono text-xs wrap-anywhere text-accent hover:underline"
          >
            {originKey(origin)}
          </Link>
        ) : (
          <span className="font-mono text-xs wrap-anywhere text-ink-3">{originKey(origin)}</span>
        )}
        <span className="text-ink-3">read as {fact.dialect}</span>
        {witness ? <StateBadge state={witness.state} word={witness.word} /> : null}
        {witness && !witness.agrees ? (
          <span className="text-xs text-warning">
            differs from what is shown: another origin is believed more
          </span>
        ) : null}
      </p>
      <details>
        <summary className="text-xs text-accent hover:underline">All that it said</summary>
        <CodeBlock className="mt-2" label="fact" code={JSON.stringify(fact, null, 2)} />
      </details>
    </div>
  )
}
