'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { LiveChange } from '@/lib/model/live-change'
import { hearLive } from './live-stream'

/** What a page wants to hear of. */
export type LiveTopic =
  | 'executions'
  | 'sources'
  | 'changes'
  | `execution:${string}`
  | `source:${string}`
  | `change:${string}`

const SECOND_MS = 1000

/** Renders the page's server components anew when something they show was written, at most once a second or less often. */
export function LiveRefresh({
  topics,
  atMostEveryMs = SECOND_MS,
}: {
  topics: LiveTopic[]
  atMostEveryMs?: number
}) {
  const router = useRouter()
  const wanted = topics.join(' ')
  // The outside world here is the stream of server-sent events.
  useEffect(() => {
    const listed = wanted.split(' ')
    let due: ReturnType<typeof setTimeout> | null = null
    let refreshedAt = 0
    const refresh = () => {
      due = null
      refreshedAt = Date.now()
      router.refresh()
    }
    const stop = hearLive((change) => {
      if (due !== null || !listed.some((topic) => isAbout(change, topic))) return
      due = setTimeout(refresh, Math.max(0, refreshedAt + atMostEveryMs - Date.now()))
    })
    return () => {
      stop()
      if (due !== null) clearTimeout(due)
    }
  }, [wanted, router, atMostEveryMs])
  return null
}

type Listed = Exclude<keyof LiveChange, 'isPartial'>

const LISTS: Record<string, Listed> = {
  ...{ execution: 'executions', executions: 'executions', source: 'sources', sources: 'sources' },
  ...{ change: 'changes', changes: 'changes' },
}

function isAbout(change: LiveChange, topic: string): boolean {
  if (change.isPartial) return true
  const [kind = '', id] = topic.split(':')
  const list = LISTS[kind]
  if (list === undefined) return false
  return id === undefined ? change[list].length > 0 : change[list].includes(id)
}
