'use client'

import { useEffect, useState } from 'react'
import type { FormAction } from '@/lib/model/action-state'
import type { NewRepositoryRule, RulesPreview } from '@/lib/model/repository'

/** What rules come to: asked for anew shortly after each change. `absent` where nothing was fetched yet. */
export type PreviewState =
  | { status: 'asking' }
  | { status: 'absent' }
  | { status: 'refused'; message: string }
  /** `of` is what it was asked with: older than what stands there now while the answer is on its way. */
  | { status: 'shown'; preview: RulesPreview; of: string; isOld?: true }

const PAUSE_MS = 400
const AGAIN_MS = 3_000

/** Tries rules on the files of the repository while they are being written. */
export function useRulesPreview(
  repositoryId: string,
  rules: readonly NewRepositoryRule[],
  action: FormAction<RulesPreview | null>,
): PreviewState {
  const [state, setState] = useState<PreviewState>({ status: 'asking' })
  const [turn, setTurn] = useState(0)
  const text = JSON.stringify(
    rules.map(({ pattern, format, sourceId, namespace, flow }) => ({
      pattern,
      format,
      sourceId,
      namespace,
      flow,
    })),
  )
  // The server, which has the files. An answer to older rules is of no use any more.
  useEffect(() => {
    let isOld = false
    let again: ReturnType<typeof setTimeout> | undefined
    const timer = setTimeout(
      async () => {
        const form = new FormData()
        form.set('repositoryId', repositoryId)
        form.set('rules', text)
        const answer = await action({ status: 'idle' }, form)
        if (isOld) return
        if (answer.status === 'refused')
          setState({ status: 'refused', message: Object.values(answer.fields)[0] ?? answer.message })
        else if (answer.status === 'done' && answer.result !== null)
          setState({ status: 'shown', preview: answer.result, of: text })
        else {
          setState({ status: 'absent' })
          again = setTimeout(() => setTurn(turn + 1), AGAIN_MS)
        }
      },
      turn === 0 ? PAUSE_MS : 0,
    )
    return () => {
      isOld = true
      clearTimeout(timer)
      clearTimeout(again)
    }
  }, [repositoryId, text, turn, action])
  return state.status === 'shown' && state.of !== text ? { ...state, isOld: true } : state
}
