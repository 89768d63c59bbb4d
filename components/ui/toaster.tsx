'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import type { Theme } from '@/lib/format/preferences'
import { onNotices } from './toast'

const ToastHost = dynamic(() => import('./toast-host').then((module) => module.ToastHost), { ssr: false })

/** Where `toast` shows up; once, in the root layout. Nothing of it is loaded before there is something to say. */
export function Toaster({ theme }: { theme: Theme }) {
  const [isNeeded, setNeeded] = useState(false)
  // The notices are outside of React; the host takes the listening over.
  useEffect(() => onNotices(() => setNeeded(true)), [])
  return isNeeded ? <ToastHost theme={theme} /> : null
}
