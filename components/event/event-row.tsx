import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { countOf } from '@/lib/format/count'
import { protocolName } from '@/lib/format/event-words'
import type { ListedEvent } from '@/lib/model/listed-event'
import { BecameList } from './became-list'
import { VerdictBadge } from './verdict-badge'

/** One event: what it is, what became of it, where and when it came from. */
export function EventRow({
  event,
  showsSource,
  picked,
  onPick,
}: {
  event: ListedEvent
  showsSource: boolean
  /** Null where nothing can be picked. */
  picked: boolean | null
  onPick: (isPicked: boolean) => void
}) {
  const { id, type, subject, verdict, because, notes, repeats, told, receivedAt } = event
  const became =
    told.length > 0 ? (
      <BecameList told={told} most={3} />
    ) : (
      <span className="wrap-anywhere text-ink-3">{because ?? 'Nothing that you may see.'}</span>
    )
  return (
    <tr className="border-t border-line align-top first:border-t-0 hover:bg-hover">
      {picked === null ? null : (
        <td className="px-3 py-2.5">
          <input
            type="checkbox"
            aria-label={`Pick ${type}`}
            checked={picked}
            onChange={(change) => onPick(change.target.checked)}
            className="size-4 accent-[var(--accent)]"
          />
        </td>
      )}
      <th scope="row" className="max-w-96 px-3 py-2.5 text-left font-normal">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <VerdictBadge verdict={verdict} />
          <Link
            href={`/sources/events/${id}`}
            className="font-mono text-xs font-medium wrap-anywhere text-ink hover:underline"
          >
            {type}
          </Link>
          {notes.length > 0 ? <Badge tone="warning">{countOf(notes.length, 'note')}</Badge> : null}
          {repeats > 0 ? <Badge tone="outline">came {repeats + 1} times</Badge> : null}
        </span>
        {subject === null ? null : (
          <span className="mt-0.5 block text-xs wrap-anywhere text-ink-3">{subject}</span>
        )}
        {/* Beside it, there is no room on a narrow screen. */}
        <div className="mt-1.5 text-xs text-ink-2 md:hidden">{became}</div>
      </th>
      <td className="max-w-96 px-3 py-2.5 text-xs text-ink-2 max-md:hidden">{became}</td>
      {showsSource ? (
        <td className="px-3 py-2.5 text-ink-2 max-md:hidden">
          <Link href={`/sources/${event.sourceId}`} className="hover:underline">
            {event.sourceName}
          </Link>
        </td>
      ) : null}
      <td className="px-3 py-2.5 text-xs text-ink-2 max-md:hidden">{protocolName(event.protocol)}</td>
      <td className="px-3 py-2.5 text-right text-xs whitespace-nowrap text-ink-2">
        <Time iso={receivedAt.toISOString()} />
      </td>
    </tr>
  )
}
