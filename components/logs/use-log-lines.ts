'use client'

import { useEffect, useState } from 'react'
import type { LogLine } from '@/lib/logs/log-line'
import type { LogAddress } from '@/lib/logs/log-parameters'

export type LogPage = { lines: LogLine[]; next: string | null }

/** New lines are asked for this often while the log is followed. */
const FOLLOW_MS = 2000

/** Lines that are read to find the one that a link leads to. */
const SOUGHT_AMONG = 20_000

type Options = {
  traceId: string
  first: LogPage
  query: LogAddress
  /** True when the reader has come near to the end of what was read. */
  isNearEnd: (count: number) => boolean
  isFollowing: boolean
}

/** Lines as far as they were read: on from the server as the reader comes near the end, and what is new while they follow. */
export function useLogLines({ traceId, first, query, isNearEnd, isFollowing }: Options) {
  const [read, setRead] = useState<LogPage>(first)
  const [error, setError] = useState<string | null>(null)
  const [asked, setAsked] = useState(0)
  const isSought = query.line !== null && !read.lines.some((line) => line.id === query.line)
  const isSeeking = isSought && read.next !== null && read.lines.length < SOUGHT_AMONG
  const isWanted = read.next !== null && (isSeeking || isFollowing || isNearEnd(read.lines.length))

  // Reads on from the server.
  useEffect(() => {
    if (!isWanted || read.next === null || error !== null) return
    return reading(traceId, query, read.next, setRead, setError)
  }, [isWanted, read.next, traceId, query, error])

  // At the end of what there was: asks whether there is more by now.
  const last = read.lines.at(-1)
  const end = last ? `${last.timeUnixNano}.${last.id}` : null
  const isAtEnd = isFollowing && read.next === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn asks once more
  useEffect(() => {
    if (!isAtEnd || end === null || error !== null) return
    let stop = () => {}
    const timer = setTimeout(() => {
      stop = reading(traceId, query, end, setRead, setError, () => setAsked((turns) => turns + 1))
    }, FOLLOW_MS)
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [isAtEnd, end, traceId, query, error, asked])

  return {
    lines: read.lines,
    isWhole: read.next === null,
    isLost: isSought && !isSeeking,
    error,
    tryAgain: () => setError(null),
  }
}

function reading(
  traceId: string,
  query: LogAddress,
  after: string,
  setRead: (change: (before: LogPage) => LogPage) => void,
  setError: (error: string) => void,
  onDone?: () => void,
): () => void {
  const aborter = new AbortController()
  fetchPage(traceId, query, after, aborter.signal).then(
    (page) => {
      // Nothing new leaves the list as it is: nothing is drawn again.
      if (page.lines.length > 0 || page.next !== null || !onDone) {
        setRead((before) => ({ lines: [...before.lines, ...page.lines], next: page.next }))
      }
      onDone?.()
    },
    (failure: unknown) => {
      if (!aborter.signal.aborted) setError(failure instanceof Error ? failure.message : 'It failed')
    },
  )
  return () => aborter.abort()
}

async function fetchPage(
  traceId: string,
  query: LogAddress,
  after: string,
  signal: AbortSignal,
): Promise<LogPage> {
  const parameters = new URLSearchParams({ after })
  for (const key of ['level', 'find', 'span', 'notin'] as const) {
    const value = query[key]
    if (value) parameters.set(key, value)
  }
  const response = await fetch(`/api/traces/${traceId}/logs?${parameters}`, { signal })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return response.json()
}
