'use client'

import { useState } from 'react'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedEvent } from '@/lib/model/listed-event'
import type { ReplayPage } from '@/lib/model/replay'
import { EventRow } from './event-row'
import { ReplayDialog } from './replay-dialog'

/** Events, each with what it became. Where they may be read again, they can be picked for it. */
export function EventList({
  events,
  filter,
  showsSource,
  hasMore,
  replay,
}: {
  events: ListedEvent[]
  /** What all that match are found by. */
  filter: Record<string, string>
  showsSource: boolean
  hasMore: boolean
  /** Null for those who may not. */
  replay: FormAction<ReplayPage> | null
}) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const pick = (ids: string[], isPicked: boolean) =>
    setPicked((before) => {
      const next = new Set(before)
      for (const id of ids) isPicked ? next.add(id) : next.delete(id)
      return next
    })
  const here = events.map(({ id }) => id)
  const areAll = here.every((id) => picked.has(id))
  return (
    <section
      aria-label="Events"
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
    >
      {replay === null ? null : (
        <ReplayBar
          picked={[...picked]}
          filter={filter}
          isAllOfIt={!hasMore}
          count={events.length}
          replay={replay}
        />
      )}
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-xs text-ink-3">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            {replay === null ? null : (
              <th scope="col" className="w-8">
                <input
                  type="checkbox"
                  aria-label="Pick all on this page"
                  checked={areAll}
                  onChange={(event) => pick(here, event.target.checked)}
                  className="size-4 accent-[var(--accent)]"
                />
              </th>
            )}
            <th scope="col">Event</th>
            <th scope="col" className="max-md:hidden">
              Became
            </th>
            {showsSource ? (
              <th scope="col" className="max-md:hidden">
                Source
              </th>
            ) : null}
            <th scope="col" className="max-md:hidden">
              Came by
            </th>
            <th scope="col" className="text-right">
              Received
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow
              key={event.id}
              event={event}
              showsSource={showsSource}
              picked={replay === null ? null : picked.has(event.id)}
              onPick={(isPicked) => pick([event.id], isPicked)}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ReplayBar({
  picked,
  filter,
  isAllOfIt,
  count,
  replay,
}: {
  picked: string[]
  filter: Record<string, string>
  isAllOfIt: boolean
  count: number
  replay: FormAction<ReplayPage>
}) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2 text-xs text-ink-3">
      <span className="mr-auto min-w-0">
        {picked.length === 0
          ? 'Events can be read again with today’s parsers.'
          : `${picked.length} picked of ${count} on this page`}
      </span>
      {picked.length === 0 ? null : (
        <ReplayDialog label="Replay picked" of={{ ids: picked }} action={replay} />
      )}
      <ReplayDialog
        label={isAllOfIt ? 'Replay these' : 'Replay all that match'}
        of={{ filter }}
        action={replay}
      />
    </div>
  )
}
