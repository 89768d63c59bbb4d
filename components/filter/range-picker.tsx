'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import Link from 'next/link'
import { useRef } from 'react'
import { useKey } from '@/components/frame/shortcuts'
import { useZone } from '@/components/ui/clock'
import { formatShort } from '@/lib/format/time'
import { type ListState, listAddress, zoomedOut } from '@/lib/query/list-address'
import { RANGES } from '@/lib/query/window'
import { useListState } from './use-list-state'

/** All the way back to what was not drawn. */
function widest(state: ListState): ListState {
  const out = zoomedOut(state)
  return out === null ? state : widest(out)
}

/** How far back to look; a stretch that was drawn in the chart stands beside, to be dropped again. */
export function RangePicker() {
  const [state] = useListState()
  const { zone } = useZone()
  const [fromMs, toMs] = state.range.split('-').map(Number)
  const ranges = useRef<HTMLUListElement>(null)
  useKey('t', () => {
    const links = ranges.current
    const chosen = links?.querySelector<HTMLElement>('a[aria-current]') ?? links?.querySelector('a')
    chosen?.focus()
  })
  const isDrawn = fromMs !== undefined && toMs !== undefined && toMs > fromMs
  return (
    <nav data-asked aria-label="Time range" className="flex shrink-0 items-center gap-1.5">
      {isDrawn ? (
        <span className="flex h-9 items-center gap-1 rounded-md border border-accent bg-accent-soft pr-1 pl-2.5 text-xs font-medium text-accent tabular-nums">
          {formatShort(fromMs, zone)} – {formatShort(toMs, zone)}
          <Link
            href={listAddress(widest(state))}
            aria-label="Drop this stretch of time"
            className="flex size-6 items-center justify-center rounded hover:bg-surface"
          >
            <X aria-hidden className="size-3.5" />
          </Link>
        </span>
      ) : null}
      <ul
        ref={ranges}
        title="Time range (t)"
        onKeyDown={(event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
          const links = [...(ranges.current?.querySelectorAll('a') ?? [])]
          const at = links.findIndex((link) => link.contains(document.activeElement))
          if (step === undefined || at < 0) return
          event.preventDefault()
          links[(at + step + links.length) % links.length]?.focus()
        }}
        className="flex h-9 items-center rounded-md border border-line bg-surface p-0.5"
      >
        {RANGES.map((range) => (
          <li key={range}>
            <Link
              href={listAddress({ ...state, range, wider: '', before: '' })}
              aria-current={state.range === range ? 'true' : undefined}
              className={clsx(
                'flex h-7.5 min-w-9 items-center justify-center rounded px-2 text-xs font-medium',
                state.range === range ? 'bg-line/70 text-ink' : 'text-ink-3 hover:text-ink',
              )}
            >
              {range === 'all' ? 'All' : range}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
