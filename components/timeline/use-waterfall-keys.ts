'use client'

import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { isWriting } from '@/components/frame/shortcuts'
import { moved, zoomed } from '@/lib/timeline/time-scale'
import type { Waterfall } from './use-waterfall'

/** Keys of the tree itself: they work while it has the focus. */
export function onTreeKey(waterfall: Waterfall, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const act = TREE_KEYS[event.key]
  if (!act) return
  event.preventDefault()
  act(waterfall)
}

const TREE_KEYS: Record<string, (waterfall: Waterfall) => void> = {
  ArrowDown: (waterfall) => step(waterfall, 1),
  ArrowUp: (waterfall) => step(waterfall, -1),
  PageDown: (waterfall) => step(waterfall, 20),
  PageUp: (waterfall) => step(waterfall, -20),
  Home: (waterfall) => step(waterfall, -Number.MAX_SAFE_INTEGER),
  End: (waterfall) => step(waterfall, Number.MAX_SAFE_INTEGER),
  ArrowRight: (waterfall) => (isOpenAt(waterfall) === false ? toggleAt(waterfall) : step(waterfall, 1)),
  ArrowLeft: (waterfall) => (isOpenAt(waterfall) === true ? toggleAt(waterfall) : toParent(waterfall)),
  Enter: toggleAt,
  ' ': toggleAt,
  w: (waterfall) => zoom(waterfall, 0.6),
  s: (waterfall) => zoom(waterfall, 1 / 0.6),
  a: (waterfall) => pan(waterfall, -0.25),
  d: (waterfall) => pan(waterfall, 0.25),
}

/** Keys of the page: they work wherever the focus is, but while something is being written. */
export function usePageKeys(waterfall: Waterfall, findRef: RefObject<HTMLInputElement | null>): void {
  const latest = useRef(waterfall)
  // The document is outside of React; the listener stays and reads the latest state.
  useEffect(() => {
    latest.current = waterfall
  })
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || isWriting(event)) return
      // After `g` a letter names a page to go to.
      const isChord = event.timeStamp - wentAt < CHORD_MS
      if (event.key === 'g') wentAt = event.timeStamp
      const act = isChord ? undefined : PAGE_KEYS[event.key]
      if (event.key === '/') findRef.current?.focus()
      else if (act) act(latest.current)
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [findRef])
}

const CHORD_MS = 1200

const PAGE_KEYS: Record<string, (waterfall: Waterfall) => void> = {
  n: (waterfall) => waterfall.nextError(1),
  N: (waterfall) => waterfall.nextError(-1),
  e: (waterfall) => waterfall.setErrorsOnly(!waterfall.errorsOnly && waterfall.failures.length > 0),
  c: (waterfall) => waterfall.setShowCritical(!waterfall.showCritical),
  u: (waterfall) => waterfall.setShowUsual(!waterfall.showUsual),
}

function step(waterfall: Waterfall, by: number): void {
  const at = Math.min(waterfall.rows.length - 1, Math.max(0, waterfall.cursor + by))
  const row = waterfall.rows[at]
  if (row) waterfall.select(row)
}

function isOpenAt(waterfall: Waterfall): boolean | null {
  const row = waterfall.rows[waterfall.cursor]
  if (!row || row.kind === 'missing' || row.kind === 'circle') return null
  if (row.kind !== 'span') return row.isOpen
  return row.branch === 'leaf' ? null : row.branch === 'open'
}

function toggleAt(waterfall: Waterfall): void {
  const row = waterfall.rows[waterfall.cursor]
  if (row && isOpenAt(waterfall) !== null) waterfall.toggle(row)
}

function toParent(waterfall: Waterfall): void {
  const depth = waterfall.rows[waterfall.cursor]?.depth ?? 0
  const parent = waterfall.rows.slice(0, Math.max(0, waterfall.cursor)).findLast((row) => row.depth < depth)
  if (parent) waterfall.select(parent)
}

function zoom(waterfall: Waterfall, factor: number): void {
  const { window, whole } = waterfall
  const wider = zoomed(
    shifted(window, -whole.from),
    (window.from + window.to) / 2 - whole.from,
    factor,
    whole.to - whole.from,
  )
  waterfall.setZoom(shifted(wider, whole.from))
}

function pan(waterfall: Waterfall, share: number): void {
  const { window, whole } = waterfall
  waterfall.setZoom(shifted(moved(shifted(window, -whole.from), share, whole.to - whole.from), whole.from))
}

const shifted = (window: { from: number; to: number }, by: number) => ({
  from: window.from + by,
  to: window.to + by,
})
