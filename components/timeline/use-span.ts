'use client'

import { useEffect, useState } from 'react'
import type { SpanView } from '@/lib/timeline/span-view'

/** A span that the cursor only passes by is not asked for. */
const SETTLE_MS = 60

type SpanState = { key: string; span: SpanView | null; error: string | null }

/** One span with everything about it, fetched when it is selected. */
export function useSpan(traceId: string, spanId: string, revision: string): Omit<SpanState, 'key'> {
  const key = `${traceId}/${spanId}`
  const [state, setState] = useState<SpanState>({ key: '', span: null, error: null })

  // Synchronises with the server; a quick walk down the rows leaves no requests behind it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision of the trace is another answer
  useEffect(() => {
    const aborter = new AbortController()
    const load = () =>
      fetchSpan(key, aborter.signal).then(
        (span) => setState({ key, span, error: null }),
        (error: unknown) => {
          if (aborter.signal.aborted) return
          setState({ key, span: null, error: error instanceof Error ? error.message : 'It failed' })
        },
      )
    const timer = setTimeout(load, SETTLE_MS)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [key, revision])

  return state.key === key ? state : { span: null, error: null }
}

async function fetchSpan(key: string, signal: AbortSignal): Promise<SpanView> {
  const response = await fetch(`/api/spans/${key}`, { signal })
  if (response.status === 404) throw new Error('This span is no longer there, or is not for you to see.')
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return response.json()
}
