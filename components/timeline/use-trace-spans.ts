'use client'

import { startTransition, useEffect, useState } from 'react'
import type { TraceSpans } from '@/lib/timeline/trace-spans'

export type SpansState = { spans: TraceSpans | null; isPartial: boolean; error: string | null }

/** The trace: as the server sent it along with the page, or fetched where that was only the beginning of it. */
export function useTraceSpans(
  traceId: string,
  revision: string,
  sent: TraceSpans | null,
  isPartial: boolean,
): SpansState {
  const [fetched, setFetched] = useState<Omit<SpansState, 'isPartial'>>({ spans: null, error: null })
  const isWhole = sent !== null && !isPartial

  // Synchronises with the server. Asked again without need, it answers 304 and the browser has the trace already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision of the trace is another answer
  useEffect(() => {
    if (isWhole) return
    const aborter = new AbortController()
    fetchSpans(traceId, aborter.signal).then(
      // A hundred thousand spans take longer than a frame to be put together: what the reader does meanwhile comes first.
      (spans) => startTransition(() => setFetched({ spans, error: null })),
      (error: unknown) => {
        if (aborter.signal.aborted) return
        setFetched((before) => ({ ...before, error: error instanceof Error ? error.message : 'It failed' }))
      },
    )
    return () => aborter.abort()
  }, [traceId, revision, isWhole])

  if (isWhole) return { spans: sent, isPartial: false, error: null }
  return { spans: fetched.spans ?? sent, isPartial: fetched.spans === null, error: fetched.error }
}

async function fetchSpans(traceId: string, signal: AbortSignal): Promise<TraceSpans> {
  const response = await fetch(`/api/traces/${traceId}/spans`, { signal })
  if (!response.ok) throw new Error(`The server answered ${response.status}`)
  if (!response.body) throw new Error('The server answered nothing')
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).json()
}
