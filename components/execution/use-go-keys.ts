'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { isWriting } from '@/components/frame/shortcuts'

const CHORD_MS = 1200

/** Keys that lead to another page, `null` for those that lead nowhere here. After `g` a letter names a place instead. */
export function useGoKeys(places: Readonly<Record<string, string | null>>): void {
  const router = useRouter()
  const latest = useRef(places)
  // The document is outside of React; the listener stays and reads the latest places.
  useEffect(() => {
    latest.current = places
  })
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isWriting(event)) return
      const isChord = event.timeStamp - wentAt < CHORD_MS
      wentAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      const href = isChord ? null : latest.current[event.key]
      if (!href) return
      event.preventDefault()
      router.push(href)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router])
}
