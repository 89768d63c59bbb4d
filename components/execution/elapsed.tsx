'use client'

import { useNow } from '@/components/ui/clock'
import { formatDuration } from '@/lib/format/duration'
import { millisOf } from '@/lib/format/time'

/** How long something has been going on, counting on. */
export function Elapsed({ sinceUnixNano }: { sinceUnixNano: string }) {
  const now = useNow(1000)
  const lasted = now === null ? 0 : Math.max(0, now - millisOf(sinceUnixNano))
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {formatDuration(Math.floor(lasted / 1000) * 1000)}
    </span>
  )
}
