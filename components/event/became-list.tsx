import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import type { EventTold } from '@/lib/model/listed-event'

/** What an event told of: executions, and the task run where it was about one alone. */
export function BecameList({ told, most = told.length }: { told: EventTold[]; most?: number }) {
  // Tries of a task are task runs of their own, of one name.
  const all = [...new Map(told.map((each) => [keyOf(each), each])).values()]
  const more = all.length - most
  return (
    <ul className="flex flex-col gap-1">
      {all.slice(0, most).map((each) => (
        <li key={keyOf(each)} className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          <StateBadge state={each.state} look="icon" />
          <Link
            href={`/executions/${each.executionId}`}
            className="wrap-anywhere text-accent hover:underline"
          >
            {each.flow}
          </Link>
          <span className="wrap-anywhere text-ink-3">{each.nativeId}</span>
          {each.task === null ? null : <span className="wrap-anywhere text-ink-2">task {each.task}</span>}
        </li>
      ))}
      {more > 0 ? <li className="text-ink-3">and {more} more</li> : null}
    </ul>
  )
}

const keyOf = ({ executionId, task }: EventTold): string => `${executionId} ${task ?? ''}`
