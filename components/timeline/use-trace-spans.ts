'use client'

import { useEffect, useState } from 'react'
import type { TraceSpans } from '@/lib/timeline/trace-spans'

export type SpansState = { spans: TraceSpans | null; error: string | null }

/** The trace: as the server sent it along with the page, or fetched where it is too long for that. */
export function useTraceSpans(traceId: string, revision: string, sent: TraceSpans | null): SpansState {
  const [fetched, setFetched] = useState<SpansState>({ spans: null, error: null })

  // Synchronises with the server. Asked again without need, it answers 304 and the browser has the trace already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision of the trace is another answer
  useEffect(() => {
    if (sent !== null) return
    const aborter = new AbortController()
    fetchSpans(traceId, aborter.signal).then(
      (spans) => setFetched({ spans, error: null }),
      (error: unknown) => {
        if (aborter.signal.aborted) return
        setFetched((before) => ({ ...before, error: error instanceof Error ? error.message : 'It failed' }))
      },
    )
    return () => aborter.abort()
  }, [traceId, revision, sent])

  return sent === null ? fetched : { spans: sent, error: null }
}

async function fetchSpans(traceId: string, signal: AbortSignal): Promise<TraceSpans> {
  const response = await fetch(`/api/traces/${traceId}/spans`, { signal })
  if (!response.ok) throw new Error(`The server answered ${response.status}`)
  if (!response.body) throw new Error('The server answered nothing')
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).json()
}
