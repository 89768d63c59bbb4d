'use client'

import { useEffect } from 'react'
import { Toaster, toast } from 'sonner'
import type { Theme } from '@/lib/format/preferences'
import { onNotices, takeNotices } from './toast'

/** Shows what is said with `toast`. */
export function ToastHost({ theme }: { theme: Theme }) {
  // The notices are outside of React; by the time this runs, what shows them is listening.
  useEffect(
    () =>
      onNotices(() => {
        for (const { kind, text } of takeNotices()) toast[kind](text)
      }),
    [],
  )
  return <Toaster theme={theme} position="bottom-right" closeButton gap={8} visibleToasts={3} />
}
