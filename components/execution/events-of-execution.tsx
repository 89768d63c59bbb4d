import Link from 'next/link'
import { VerdictBadge } from '@/components/event/verdict-badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { protocolName } from '@/lib/format/event-words'
import type { ListedEvent } from '@/lib/model/listed-event'

/** Every event that told of an execution, the newest first, each with where it came from. */
export function EventsOfExecution({
  events,
  hasMore,
  executionId,
}: {
  events: ListedEvent[]
  hasMore: boolean
  executionId: string
}) {
  return (
    <Card>
      <CardHeader
        title="Events"
        description={`What tools said of it, as it came.${hasMore ? ' The newest hundred; there are more.' : ''}`}
        level={3}
      />
      <CardBody className="relative overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead className="text-xs text-ink-3">
            <tr>
              {['Received', 'Event', 'Told of', 'From'].map((heading) => (
                <th key={heading} scope="col" className="pr-6 pb-1 font-medium">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.id} className="border-t border-line align-top">
                <td className="py-1.5 pr-6 whitespace-nowrap">
                  <Time absolute iso={event.receivedAt.toISOString()} />
                </td>
                <td className="min-w-48 py-1.5 pr-6">
                  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <VerdictBadge verdict={event.verdict} />
                    <Link
                      href={`/sources/events/${event.id}`}
                      className="font-mono text-xs wrap-anywhere text-accent hover:underline"
                    >
                      {event.type}
                    </Link>
                  </span>
                </td>
                <td className="min-w-32 py-1.5 pr-6 wrap-anywhere text-ink-2">
                  {toldOf(event, executionId)}
                </td>
                <td className="min-w-32 py-1.5 wrap-anywhere text-ink-3">
                  {event.sourceName}, {protocolName(event.protocol)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </CardBody>
    </Card>
  )
}

/** The task run, where the event was about one alone. */
function toldOf(event: ListedEvent, executionId: string): string {
  const task = event.told.find((told) => told.executionId === executionId)?.task ?? null
  return task === null ? 'the execution' : `task ${task}`
}
