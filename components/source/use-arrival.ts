'use client'

import { useEffect, useState } from 'react'
import type { Arrival } from '@/lib/model/arrival'

const WAITING_MS = 1_500
const SETTLED_MS = 6_000

export type Watch = { arrival: Arrival; isConnected: boolean }

/** Asks what has arrived: every 1.5 s while something is awaited, rarely afterwards, not at all while nobody looks. */
export function useArrival(sourceId: string, initial: Arrival): Watch {
  const [watch, setWatch] = useState<Watch>({ arrival: initial, isConnected: true })

  // The server, which is asked, and the page's visibility, which decides whether.
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined

    const ask = async () => {
      const arrival = await fetchArrival(sourceId, stop.signal)
      if (stop.signal.aborted) return
      setWatch((before) => ({ arrival: arrival ?? before.arrival, isConnected: arrival !== null }))
      const isSettled = arrival?.execution?.isFinished === true
      if (!document.hidden) timer = setTimeout(ask, isSettled ? SETTLED_MS : WAITING_MS)
    }
    const onVisibility = () => {
      clearTimeout(timer)
      if (!document.hidden) void ask()
    }
    document.addEventListener('visibilitychange', onVisibility)
    timer = setTimeout(ask, WAITING_MS)
    return () => {
      stop.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [sourceId])

  return watch
}

/** Null when the server cannot say at the moment. */
async function fetchArrival(sourceId: string, signal: AbortSignal): Promise<Arrival | null> {
  try {
    const answer = await fetch(`/api/sources/${sourceId}/arrival`, { signal, cache: 'no-store' })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}
