'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { Place } from './places'
import { useShownPlaces } from './shown-places'

const CHORD_MS = 1200

/** Every key that works, for the sheet. What is listed here is implemented here, in the filter bar, in the table or in the waterfall. */
export const shortcutsOf = (
  places: readonly Place[],
): readonly {
  group: string
  keys: readonly (readonly [keys: string, does: string])[]
}[] => [
  {
    group: 'Everywhere',
    keys: [
      ...places.map((place) => [`g ${place.key}`, `Go to ${place.title}`] as const),
      ['⌘K', 'Search, or paste any id (Ctrl K)'],
      ['[', 'Narrow or widen the rail'],
      ['?', 'Show this sheet'],
    ],
  },
  {
    group: 'Lists',
    keys: [
      ['/', 'Filter'],
      ['j', 'Next row'],
      ['k', 'Previous row'],
      ['Enter', 'Open the row'],
      ['o', 'Open the row'],
      ['p', 'Peek at the row'],
      ['Esc', 'Close the panel, or zoom out'],
      ['x', 'Select the row'],
      ['Shift x', 'Select up to the row'],
      ['t', 'Time range'],
      ['.', 'Load new rows'],
      ['h', 'Hide or show the chart'],
    ],
  },
  {
    group: 'Execution',
    keys: [
      [',', 'Previous execution of the flow'],
      ['.', 'Next execution of the flow'],
      ['l', 'Last good execution before this one'],
      ['p', 'Execution that started this one'],
      ['Shift c', 'Compare with the last good one'],
    ],
  },
  {
    group: 'Logs',
    keys: [['f', 'Follow the end']],
  },
  {
    group: 'Waterfall',
    keys: [
      ['n', 'Next error'],
      ['Shift n', 'Previous error'],
      ['e', 'Errors only'],
      ['c', 'Critical path'],
      ['u', 'Usual ends of steps'],
      ['/', 'Find'],
      ['↑ ↓', 'Previous or next row'],
      ['← →', 'Fold or unfold'],
      ['w s', 'Zoom in or out'],
      ['a d', 'Earlier or later'],
    ],
  },
]

/** True while a person writes: then letters are letters. */
export function isWriting(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || isInLayer(target)
  )
}

/** Menus and dialogs have keys of their own. */
const isInLayer = (target: HTMLElement): boolean =>
  target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]') !== null

/** Keys that work on every page. */
export function useShortcuts(on: { onToggleRail: () => void; onShowSheet: () => void }): void {
  const router = useRouter()
  const places = useShownPlaces()
  const chordAt = useRef(0)
  const latest = useRef(on)
  latest.current = on
  // The outside world here is the keyboard.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isWriting(event)) return
      const isChord = event.timeStamp - chordAt.current < CHORD_MS
      chordAt.current = 0
      const place = isChord ? places.find((each) => each.key === event.key) : undefined
      if (place) router.push(place.href)
      else if (event.key === 'g') chordAt.current = event.timeStamp
      else if (event.key === '[') latest.current.onToggleRail()
      else if (event.key === '?') latest.current.onShowSheet()
      else return
      event.preventDefault()
    }
    // Before the keys of the page: the second key of a chord is not also one of theirs.
    document.addEventListener('keydown', press, true)
    return () => document.removeEventListener('keydown', press, true)
  }, [router, places])
}

/** One key of a page's own, such as `/`; `action` may change from render to render. */
export function useKey(key: string, action: () => void): void {
  const latest = useRef(action)
  latest.current = action
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== key || event.defaultPrevented || isWriting(event)) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [key])
}
