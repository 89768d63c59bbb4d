'use client'

import { useEffect, useState } from 'react'
import { hearLive } from '@/components/live/live-stream'
import type { PeekedExecution } from '@/lib/model/peeked-execution'

type Found = { of: string; execution: PeekedExecution | null; why: 'gone' | 'unknown' | null }

const AT_MOST_EVERY_MS = 1000

/** The execution in the panel, asked for by its id and again when something was written about it. */
export function usePeekedExecution(id: string): Found | null {
  const [found, setFound] = useState<Found | null>(null)

  // The outside world here is the server, and its stream of changes.
  useEffect(() => {
    const abort = new AbortController()
    let due: ReturnType<typeof setTimeout> | null = null
    const ask = () => {
      due = null
      askedFor(id, abort.signal).then((answer) => {
        if (answer) setFound(answer)
      })
    }
    ask()
    const stop = hearLive((change) => {
      if (due === null && (change.isPartial || change.executions.includes(id)))
        due = setTimeout(ask, AT_MOST_EVERY_MS)
    })
    return () => {
      stop()
      abort.abort()
      if (due !== null) clearTimeout(due)
    }
  }, [id])

  return found?.of === id ? found : null
}

/** The answer, or null where nobody waits for it any more. */
async function askedFor(id: string, signal: AbortSignal): Promise<Found | null> {
  try {
    const response = await fetch(`/api/executions/${encodeURIComponent(id)}/peek`, { signal })
    if (response.ok) return { of: id, execution: await response.json(), why: null }
    return { of: id, execution: null, why: response.status === 404 ? 'gone' : 'unknown' }
  } catch (error) {
    if (error instanceof DOMException) return null
    if (error instanceof TypeError) return { of: id, execution: null, why: 'unknown' }
    throw error
  }
}
