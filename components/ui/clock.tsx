'use client'

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'

type Clock = { renderedAtMs: number | null; zone: string; zoneChoice: 'mine' | 'utc' }

const ClockContext = createContext<Clock>({ renderedAtMs: null, zone: 'UTC', zoneChoice: 'utc' })

/** Gives every time below it the zone to be written in, and the moment of rendering, so that server and browser agree. */
export function ClockProvider({ renderedAtMs, zone, zoneChoice, children }: Clock & { children: ReactNode }) {
  return <ClockContext value={{ renderedAtMs, zone, zoneChoice }}>{children}</ClockContext>
}

export const useZone = (): { zone: string; zoneChoice: 'mine' | 'utc' } => useContext(ClockContext)

/** The present, moving in steps of `stepMs`; null where the server does not say what it took for now. */
export function useNow(stepMs: number): number | null {
  const { renderedAtMs } = useContext(ClockContext)
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / stepMs) * stepMs,
    () => renderedAtMs,
  )
}

// One timer for all times of the page.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/**
 * Ticks come only while the browser has nothing better to do: an update of an external store makes React begin again with
 * whatever it was hydrating, and a long list on a slow machine would never be done.
 */
function tick(): void {
  const tell = () => {
    for (const each of listeners) each()
  }
  if (typeof requestIdleCallback === 'function') requestIdleCallback(tell)
  else tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
