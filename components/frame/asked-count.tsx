'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { hearLive } from '@/components/live/live-stream'

const AskedCount = createContext(0)

/** How many changes wait for the reason of who looks. */
export const useAskedCount = (): number => useContext(AskedCount)

const AT_MOST_EVERY_MS = 1_000

/** Says to everything in the frame how many changes wait for who looks, and follows what is asked and answered meanwhile. */
export function AskedCountProvider({ drawn, children }: { drawn: number; children: ReactNode }) {
  // What was heard counts until the frame is drawn with another number.
  const [heard, setHeard] = useState<{ drawn: number; count: number } | null>(null)
  // The outside world here is the stream of server-sent events.
  useEffect(() => {
    const stopped = new AbortController()
    let due: ReturnType<typeof setTimeout> | null = null
    let askedAt = 0
    const ask = async () => {
      due = null
      askedAt = Date.now()
      const count = await askedCount(stopped.signal)
      if (count !== null) setHeard({ drawn, count })
    }
    const stop = hearLive((change) => {
      if (due !== null || (change.changes.length === 0 && !change.isPartial)) return
      due = setTimeout(ask, Math.max(0, askedAt + AT_MOST_EVERY_MS - Date.now()))
    })
    return () => {
      stop()
      stopped.abort()
      if (due !== null) clearTimeout(due)
    }
  }, [drawn])
  const count = heard !== null && heard.drawn === drawn ? heard.count : drawn
  return <AskedCount value={count}>{children}</AskedCount>
}

/** Null where it could not be found out: what is shown stays. */
async function askedCount(signal: AbortSignal): Promise<number | null> {
  try {
    const answer = await fetch('/api/asked', { signal, cache: 'no-store' })
    if (!answer.ok) return null
    const { waiting }: { waiting: unknown } = await answer.json()
    return typeof waiting === 'number' ? waiting : null
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError'))
      return null
    throw error
  }
}
