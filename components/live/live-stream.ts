'use client'

import { ANYTHING, type LiveChange } from '@/lib/model/live-change'

export type LiveStatus = 'connecting' | 'live' | 'paused' | 'lost'
export type LiveState = { status: LiveStatus; lastEventAtMs: number | null }

const RETRY_MS = 10_000

let state: LiveState = { status: 'connecting', lastEventAtMs: null }
let source: EventSource | null = null
let retry: ReturnType<typeof setTimeout> | null = null
let isPaused = false
// The page was drawn before the stream opened: what happened in between is made up for as well.
let hasMissed = true
const watchers = new Set<() => void>()
const hearers = new Set<(change: LiveChange) => void>()

/** The state of the page's one stream, for `useSyncExternalStore`. */
export const liveState = (): LiveState => state
const INITIAL: LiveState = { status: 'connecting', lastEventAtMs: null }
export const liveStateOnServer = (): LiveState => INITIAL

/** Watches the state of the stream; the stream is open while anybody watches or hears and the page is looked at. */
export function watchLive(watcher: () => void): () => void {
  watchers.add(watcher)
  start()
  return () => {
    watchers.delete(watcher)
    stopWhenAlone()
  }
}

/** Hears of changes until the returned function is called. */
export function hearLive(hearer: (change: LiveChange) => void): () => void {
  hearers.add(hearer)
  start()
  return () => {
    hearers.delete(hearer)
    stopWhenAlone()
  }
}

/** Stops and starts by the person's wish; what happened meanwhile is made up for. */
export function setLivePaused(paused: boolean): void {
  isPaused = paused
  if (paused) close('paused')
  else open()
}

function start(): void {
  if (watchers.size + hearers.size !== 1) return
  document.addEventListener('visibilitychange', followVisibility)
  open()
}

function stopWhenAlone(): void {
  if (watchers.size + hearers.size > 0) return
  document.removeEventListener('visibilitychange', followVisibility)
  close('connecting')
}

/** Browsers allow six connections to one host: a tab that nobody looks at gives its own back. */
function followVisibility(): void {
  if (document.hidden) close(state.status)
  else open()
}

function open(): void {
  if (source || isPaused || document.hidden) return
  if (retry) clearTimeout(retry)
  retry = null
  const opened = new EventSource('/api/live')
  source = opened
  opened.addEventListener('hello', () => {
    set({ ...state, status: 'live' })
    if (hasMissed) tell(ANYTHING)
    hasMissed = false
  })
  opened.addEventListener('change', (event) => {
    set({ status: 'live', lastEventAtMs: Date.now() })
    tell(JSON.parse(event.data))
  })
  opened.addEventListener('error', () => {
    set({ ...state, status: 'lost' })
    // The browser tries again by itself unless the answer was a refusal; then we do, and look ourselves meanwhile.
    if (opened.readyState !== EventSource.CLOSED) return
    close('lost')
    retry = setTimeout(() => {
      tell(ANYTHING)
      open()
    }, RETRY_MS)
  })
}

function close(status: LiveStatus): void {
  if (retry) clearTimeout(retry)
  retry = null
  if (source) hasMissed = true
  source?.close()
  source = null
  set({ ...state, status })
}

function set(next: LiveState): void {
  state = next
  for (const watcher of watchers) watcher()
}

function tell(change: LiveChange): void {
  for (const hearer of hearers) hearer(change)
}
