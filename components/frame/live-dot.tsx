'use client'

import clsx from 'clsx'
import { useSyncExternalStore } from 'react'
import { liveState, liveStateOnServer, setLivePaused, watchLive } from '@/components/live/live-stream'
import { useNow } from '@/components/ui/clock'
import { Tooltip } from '@/components/ui/tooltip'
import { formatRelative } from '@/lib/format/time'

const LOOKS = {
  connecting: { dot: 'bg-unknown', word: 'connecting' },
  live: { dot: 'bg-success', word: 'live' },
  paused: { dot: 'border-2 border-warning', word: 'paused' },
  lost: { dot: 'bg-failed', word: 'reconnecting' },
} as const

/** Whether the page hears of changes, and when it last did. A press pauses and resumes. */
export function LiveDot() {
  const { status, lastEventAtMs } = useSyncExternalStore(watchLive, liveState, liveStateOnServer)
  const now = useNow(1000)
  const { dot, word } = LOOKS[status]
  const isPaused = status === 'paused'
  const heard =
    status === 'live' && lastEventAtMs !== null && now !== null
      ? `, last event ${formatRelative(lastEventAtMs, Math.max(now, lastEventAtMs))}`
      : ''
  return (
    <Tooltip text={isPaused ? 'Resume: pages follow what happens' : 'Pause: pages stay as they are'}>
      <button
        type="button"
        aria-pressed={isPaused}
        onClick={() => setLivePaused(!isPaused)}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-xs text-ink-3 hover:bg-hover hover:text-ink"
      >
        <span aria-hidden className={clsx('size-2 shrink-0 rounded-full', dot)} />
        <span className="whitespace-nowrap tabular-nums">
          {word}
          <span className="hidden lg:inline">{heard}</span>
        </span>
      </button>
    </Tooltip>
  )
}
