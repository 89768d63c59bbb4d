'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useNow } from '@/components/ui/clock'
import { formatDuration } from '@/lib/format/duration'

/** Rounds are looked for every 2 s, and take some. */
const ROUND_TAKES_MS = 5_000
/** Nobody is that late who is there. */
const LATE_MS = 180_000

/** When the tool is asked next, counted down; the page is read again once that is over. Null for at once. */
export function NextRound({ dueAtMs }: { dueAtMs: number | null }) {
  const now = useNow(1_000)
  const router = useRouter()
  // The server, which knows what came of the round once it is over.
  useEffect(() => {
    if (dueAtMs === null) return
    const leftMs = dueAtMs + ROUND_TAKES_MS - Date.now()
    if (leftMs <= 0) return
    const timer = setTimeout(() => router.refresh(), leftMs)
    return () => clearTimeout(timer)
  }, [dueAtMs, router])
  if (dueAtMs === null) return 'The next round is due now.'
  if (now === null) return 'The next round is planned.'
  if (now - dueAtMs > LATE_MS)
    return (
      <span className="text-warning">
        The next round is overdue by {formatDuration(now - dueAtMs)}: is the worker running?
      </span>
    )
  return dueAtMs <= now ? 'The next round is due now.' : `Next round in ${formatDuration(dueAtMs - now)}.`
}
