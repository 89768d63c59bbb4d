'use client'

import { Toaster as SonnerToaster } from 'sonner'
import type { Theme } from '@/lib/format/preferences'

/** Where `toast()` of sonner shows up; once, in the root layout. */
export function Toaster({ theme }: { theme: Theme }) {
  return <SonnerToaster theme={theme} position="bottom-right" closeButton gap={8} visibleToasts={3} />
}
