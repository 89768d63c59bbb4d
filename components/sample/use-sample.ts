'use client'

import { useCallback, useEffect, useState } from 'react'
import { isMoving, type Sample } from '@/lib/model/sample'

const LOOK_MS = 700

/** What the server last said: the sample (null: there is none), and whether it could be asked. */
export type SampleWatch = { sample: Sample | null; isConnected: boolean; look: () => Promise<void> }

/** Follows the sample data while somebody works on it; when nobody does, only when told to look. */
export function useSample(initial: Sample | null): SampleWatch {
  const [watch, setWatch] = useState({ sample: initial, isConnected: true })
  const look = useCallback(async () => {
    const answer = await fetchSample()
    setWatch((before) => ({
      sample: answer === undefined ? before.sample : answer,
      isConnected: answer !== undefined,
    }))
  }, [])

  const isFollowed = watch.sample !== null && isMoving(watch.sample)
  // The server, which works on it: asked again and again until it is done.
  useEffect(() => {
    if (!isFollowed) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout>
    const again = () => {
      timer = setTimeout(async () => {
        if (!document.hidden) await look()
        if (!isOver) again()
      }, LOOK_MS)
    }
    again()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isFollowed, look])

  return { ...watch, look }
}

/** Undefined when the server cannot say at the moment. */
async function fetchSample(): Promise<Sample | null | undefined> {
  try {
    const answer = await fetch('/api/sample', { cache: 'no-store' })
    if (!answer.ok) return undefined
    const { sample }: { sample: Sample | null } = await answer.json()
    return sample
  } catch {
    return undefined
  }
}
