'use client'

import { useEffect, useState } from 'react'
import { type SearchHit, searchHitsFrom } from '@/lib/model/search-hit'

const TYPING_MS = 120

export type Search = { hits: SearchHit[]; status: 'idle' | 'searching' | 'found' | 'unknown' }

/** What the server knows by what was typed, asked when the typing pauses; the last answer stays until the next one. */
export function useSearch(typed: string): Search {
  const wanted = typed.trim()
  const [answer, setAnswer] = useState<{ of: string; hits: SearchHit[] | null }>({ of: '', hits: [] })

  // The outside world here is the server.
  useEffect(() => {
    if (wanted === '') return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      askFor(wanted, abort.signal).then(
        (hits) => setAnswer({ of: wanted, hits }),
        (error: unknown) => {
          if (!abort.signal.aborted) setAnswer({ of: wanted, hits: null })
          if (!(error instanceof DOMException || error instanceof TypeError)) throw error
        },
      )
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [wanted])

  if (wanted === '') return { hits: [], status: 'idle' }
  const isAnswered = answer.of === wanted
  if (isAnswered && answer.hits === null) return { hits: [], status: 'unknown' }
  return { hits: answer.hits ?? [], status: isAnswered ? 'found' : 'searching' }
}

/** Null where the server could not say. */
async function askFor(text: string, signal: AbortSignal): Promise<SearchHit[] | null> {
  const response = await fetch(`/api/search?${new URLSearchParams({ q: text.slice(0, 1000) })}`, { signal })
  return response.ok ? searchHitsFrom(await response.json()) : null
}
