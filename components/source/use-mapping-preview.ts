'use client'

import { useEffect, useState } from 'react'
import type { FormAction } from '@/lib/model/action-state'
import type { MappingPreview } from '@/lib/model/event-mapping'

/** A preview as it stands: null while there is none, `error` for a sample or mapping that cannot be read at all. */
export type LivePreview = { preview: MappingPreview | null; error: string | null; isAsking: boolean }

const ASK_AFTER_MS = 300

/** What the server says would come of the sample, asked anew a moment after the last change. */
export function useMappingPreview(
  sourceId: string,
  mapping: string,
  sample: string,
  action: FormAction<MappingPreview>,
): LivePreview {
  const [live, setLive] = useState<LivePreview>({ preview: null, error: null, isAsking: false })
  // The server: each change is asked about once, and an answer that was overtaken is dropped.
  useEffect(() => {
    if (sample.trim() === '') {
      setLive({ preview: null, error: null, isAsking: false })
      return
    }
    let isOvertaken = false
    const form = new FormData()
    for (const [name, value] of Object.entries({ sourceId, mapping, sample })) form.set(name, value)
    const ask = async () => {
      setLive((before) => ({ ...before, isAsking: true }))
      const state = await action({ status: 'idle' }, form).catch(() => null)
      if (isOvertaken) return
      if (state?.status === 'done') setLive({ preview: state.result, error: null, isAsking: false })
      else {
        const said = state?.status === 'refused' ? (Object.values(state.fields)[0] ?? state.message) : null
        const error = said ?? 'The server cannot be reached.'
        setLive((before) => ({ ...before, error, isAsking: false }))
      }
    }
    const timer = setTimeout(() => void ask(), ASK_AFTER_MS)
    return () => {
      isOvertaken = true
      clearTimeout(timer)
    }
  }, [sourceId, mapping, sample, action])
  return live
}
