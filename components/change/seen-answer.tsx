'use client'

import { startTransition, useEffect } from 'react'
import type { FormAction } from '@/lib/model/action-state'

/** Keeps that who asked has the answer before them now: the page is on the screen, not only fetched ahead. */
export function SeenAnswer({ changeId, action }: { changeId: string; action: FormAction<void> }) {
  useEffect(() => {
    const form = new FormData()
    form.set('changeId', changeId)
    startTransition(async () => {
      await action({ status: 'idle' }, form)
    })
  }, [changeId, action])
  return null
}
