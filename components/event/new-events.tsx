'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { hearLive } from '@/components/live/live-stream'
import { Button } from '@/components/ui/button'

const AT_MOST_EVERY_MS = 1_000
const CAP = 99

/** Counts what came since the page was drawn; rows appear when the person asks for them, so none moves from under the pointer. */
export function NewEvents({
  search,
  newest,
  sourceId,
}: {
  search: string
  newest: string | null
  /** Empty for all sources. */
  sourceId: string
}) {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const [counted, setCounted] = useState({ newest, count: 0 })
  // The outside world here is the stream of changes and the server that is asked about them.
  useEffect(() => {
    const abort = new AbortController()
    let due: ReturnType<typeof setTimeout> | null = null
    let askedAt = 0
    const ask = () => {
      due = null
      askedAt = Date.now()
      countNew(search, newest, abort.signal).then(
        (count) => count !== null && setCounted({ newest, count }),
        ignoreAborted,
      )
    }
    const stop = hearLive((change) => {
      const isAbout = change.isPartial || change.sources.some((id) => sourceId === '' || id === sourceId)
      if (due !== null || !isAbout) return
      due = setTimeout(ask, Math.max(0, askedAt + AT_MOST_EVERY_MS - Date.now()))
    })
    return () => {
      stop()
      abort.abort()
      if (due !== null) clearTimeout(due)
    }
  }, [search, newest, sourceId])

  const count = counted.newest === newest ? counted.count : 0
  return (
    <div role="status" className={count === 0 ? 'sr-only' : 'flex justify-center'}>
      {count === 0 ? null : (
        <Button size="sm" aria-busy={isPending} onClick={() => startTransition(() => router.refresh())}>
          {count > CAP ? `${CAP}+` : count} new · show
        </Button>
      )}
    </div>
  )
}

async function countNew(search: string, newest: string | null, signal: AbortSignal): Promise<number | null> {
  const query = new URLSearchParams(search)
  if (newest !== null) query.set('newest', newest)
  const response = await fetch(`/api/events/changes?${query}`, { signal })
  if (!response.ok) return null
  const { newCount } = await response.json()
  return newCount
}

const ignoreAborted = (error: unknown): void => {
  // Aborted, or the network is away: the next change asks again.
  if (error instanceof DOMException || error instanceof TypeError) return
  throw error
}
