'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useNow } from '@/components/ui/clock'
import { formatDuration } from '@/lib/format/duration'

/** Streams are looked at each second, and an attempt takes some. */
const TAKES_MS = 4_000
/** Nobody is that late who is there. */
const LATE_MS = 60_000

/** When a stream is tried again, counted down; the page is read again once that is over. */
export function NextAttempt({ dueAtMs }: { dueAtMs: number }) {
  const now = useNow(1_000)
  const router = useRouter()
  // The server, which knows what came of the attempt once it is over.
  useEffect(() => {
    const leftMs = dueAtMs + TAKES_MS - Date.now()
    if (leftMs <= 0) return
    const timer = setTimeout(() => router.refresh(), leftMs)
    return () => clearTimeout(timer)
  }, [dueAtMs, router])
  if (now === null) return 'It is tried again.'
  if (now - dueAtMs > LATE_MS)
    return `The next attempt is overdue by ${formatDuration(now - dueAtMs)}: is the worker running?`
  return dueAtMs <= now ? 'It is tried again now.' : `It is tried again in ${formatDuration(dueAtMs - now)}.`
}
