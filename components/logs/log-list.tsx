'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { LogLine } from '@/lib/logs/log-line'
import type { LogAddress } from '@/lib/logs/log-parameters'
import { LogRow } from './log-row'

type Page = { lines: LogLine[]; next: string | null }
type Props = { traceId: string; first: Page; query: LogAddress; waterfallPath: string }

/** Lines one under the other, oldest first; the next thousand is fetched when the end comes near. */
export function LogList({ traceId, first, query, waterfallPath }: Props) {
  const [read, setRead] = useState<Page>(first)
  const [error, setError] = useState<string | null>(null)
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set())
  const scrollRef = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: read.lines.length,
    getScrollElement: () => scrollRef.current,
    getItemKey: (index) => read.lines[index]?.id ?? index,
    estimateSize: () => 26,
    overscan: 20,
  })
  const items = virtualizer.getVirtualItems()
  const isNearEnd = (items.at(-1)?.index ?? 0) >= read.lines.length - 100

  // Reads on from the server as the reader comes to what has been read.
  useEffect(() => {
    if (!isNearEnd || read.next === null || error !== null) return
    const aborter = new AbortController()
    fetchPage(traceId, query, read.next, aborter.signal).then(
      (page) => setRead((before) => ({ lines: [...before.lines, ...page.lines], next: page.next })),
      (failure: unknown) => {
        if (!aborter.signal.aborted) setError(failure instanceof Error ? failure.message : 'It failed')
      },
    )
    return () => aborter.abort()
  }, [isNearEnd, read.next, traceId, query, error])

  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <section
        ref={scrollRef}
        aria-label="Log lines"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll
        tabIndex={0}
        className="max-h-[max(22rem,calc(100dvh-15rem))] overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2"
      >
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const line = read.lines[item.index]
            if (!line) return null
            return (
              <li
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 border-b border-line/60"
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
      {error ? (
        <p role="alert" className="border-t border-line px-3 py-2 text-xs text-warning">
          More lines could not be read. {error}{' '}
          <button type="button" className="text-accent hover:underline" onClick={() => setError(null)}>
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

async function fetchPage(
  traceId: string,
  query: LogAddress,
  after: string,
  signal: AbortSignal,
): Promise<Page> {
  const parameters = new URLSearchParams({ after })
  for (const [key, value] of Object.entries(query)) if (value) parameters.set(key, value)
  const response = await fetch(`/api/traces/${traceId}/logs?${parameters}`, { signal })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return response.json()
}
