'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useKey } from '@/components/frame/shortcuts'
import { type Jump, nextPlace, placesOf } from '@/lib/logs/line-jump'
import type { LogAddress } from '@/lib/logs/log-parameters'
import { LogNavigator } from './log-navigator'
import { LogRow } from './log-row'
import { type LogPage, useLogLines } from './use-log-lines'

type Props = {
  traceId: string
  first: LogPage
  query: LogAddress
  waterfallPath: string
  isFollowing: boolean
  onFollow: (isFollowing: boolean) => void
}

/** Lines one under the other, oldest first; the next thousand is fetched when the end comes near. */
export function LogList({ traceId, first, query, waterfallPath, isFollowing, onFollow }: Props) {
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(() => new Set(query.line ? [query.line] : []))
  const [place, setPlace] = useState<number | null>(null)
  const [lastShown, setLastShown] = useState(0)
  const scrollRef = useRef<HTMLElement>(null)
  const { lines, isWhole, isLost, error, tryAgain } = useLogLines({
    traceId,
    first,
    query,
    isNearEnd: (count) => lastShown >= count - 100,
    isFollowing,
  })
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scrollRef.current,
    getItemKey: (index) => lines[index]?.id ?? index,
    estimateSize: () => 26,
    overscan: 20,
    onChange: (instance) => setLastShown(instance.getVirtualItems().at(-1)?.index ?? 0),
  })
  const items = virtualizer.getVirtualItems()
  const places = useMemo(
    () => ({
      error: placesOf(lines, 'error', ''),
      warn: placesOf(lines, 'warn', ''),
      find: placesOf(lines, 'find', query.find ?? ''),
    }),
    [lines, query.find],
  )
  useKey('f', () => onFollow(!isFollowing))

  // The scroll position belongs to the browser: it stays at the end while the log is followed.
  useEffect(() => {
    if (isFollowing) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [isFollowing, lines.length, virtualizer])
  // A link to a line leads there once; what is read on later must not pull the reader back.
  const linkedAt = query.line === null ? -1 : lines.findIndex((line) => line.id === query.line)
  useEffect(() => {
    if (linkedAt >= 0) virtualizer.scrollToIndex(linkedAt, { align: 'center' })
  }, [linkedAt, virtualizer])

  const jump = (to: Jump, step: 1 | -1) => {
    const next = nextPlace(places[to], place, step)
    if (next === null) return
    setPlace(next)
    onFollow(false)
    virtualizer.scrollToIndex(next, { align: 'center' })
  }
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <LogNavigator
        counts={{ error: places.error.length, warn: places.warn.length, find: places.find.length }}
        isWhole={isWhole}
        onJump={jump}
        isFollowing={isFollowing}
        onFollow={onFollow}
      />
      <section
        ref={scrollRef}
        aria-label="Log lines"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll
        tabIndex={0}
        className="max-h-[max(22rem,calc(100dvh-15rem))] overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2"
      >
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index]
            if (!line) return null
            return (
              <li
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                aria-current={item.index === place || line.id === query.line ? 'true' : undefined}
                className="absolute inset-x-0 top-0 border-b border-line/60 aria-[current]:bg-selected"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow
                  line={line}
                  isOpen={openIds.has(line.id)}
                  onToggle={() => setOpenIds(toggled(openIds, line.id))}
                  find={query.find}
                  waterfallPath={waterfallPath}
                />
              </li>
            )
          })}
        </ol>
      </section>
      {isLost ? (
        <p role="status" className="border-t border-line px-3 py-2 text-xs text-warning">
          The line that the link leads to is not among these: it is filtered out, no longer kept, or far down.
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="border-t border-line px-3 py-2 text-xs text-warning">
          More lines could not be read. {error}{' '}
          <button type="button" className="text-accent hover:underline" onClick={tryAgain}>
            Try again
          </button>
        </p>
      ) : null}
    </div>
  )
}

function toggled(ids: ReadonlySet<string>, id: string): Set<string> {
  const copy = new Set(ids)
  if (!copy.delete(id)) copy.add(id)
  return copy
}
