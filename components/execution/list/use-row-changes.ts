'use client'

import { useEffect, useMemo, useState } from 'react'
import { hearLive } from '@/components/live/live-stream'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { isTerminal } from '@/lib/model/state'

const AT_MOST_EVERY_MS = 1000

type Changes = { newCount: number; rows: ListedExecution[] }

/**
 * Keeps the rows on the screen current without moving any: what still runs is replaced in its place, what is new is only
 * counted until the person asks for it.
 */
export function useRowChanges(
  given: ListedExecution[],
  question: { q: string; range: string },
  newest: string | null,
): { rows: ListedExecution[]; newCount: number } {
  const [changes, setChanges] = useState<{
    of: ListedExecution[]
    newCount: number
    byId: Map<string, ListedExecution>
  }>({
    of: given,
    newCount: 0,
    byId: new Map(),
  })
  const { q, range } = question
  const isCurrent = changes.of === given
  const rows = useMemo(
    () => (isCurrent ? given.map((row) => changes.byId.get(row.id) ?? row) : given),
    [given, changes, isCurrent],
  )
  const open = rows
    .filter((row) => !isTerminal(row.state))
    .map((row) => row.id)
    .join(',')

  // The outside world here is the stream of changes and the server that is asked about them.
  useEffect(() => {
    const abort = new AbortController()
    let due: ReturnType<typeof setTimeout> | null = null
    let askedAt = 0
    const ask = () => {
      due = null
      askedAt = Date.now()
      const search = new URLSearchParams({ q, range, ids: open, ...(newest === null ? {} : { newest }) })
      changesOf(search, abort.signal).then((found) => {
        if (!found) return
        setChanges((last) => ({
          of: given,
          newCount: found.newCount,
          byId: new Map([
            ...(last.of === given ? last.byId : []),
            ...found.rows.map((row) => [row.id, row] as const),
          ]),
        }))
      }, ignoreAborted)
    }
    const stop = hearLive((change) => {
      if (due !== null || (change.executions.length === 0 && !change.isPartial)) return
      due = setTimeout(ask, Math.max(0, askedAt + AT_MOST_EVERY_MS - Date.now()))
    })
    return () => {
      stop()
      abort.abort()
      if (due !== null) clearTimeout(due)
    }
  }, [given, newest, open, q, range])

  return { rows, newCount: isCurrent ? changes.newCount : 0 }
}

async function changesOf(search: URLSearchParams, signal: AbortSignal): Promise<Changes | null> {
  const response = await fetch(`/api/executions/changes?${search}`, { signal })
  return response.ok ? response.json() : null
}

const ignoreAborted = (error: unknown): void => {
  // Aborted, or the network is away: the next change asks again.
  if (error instanceof DOMException || error instanceof TypeError) return
  throw error
}
