'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useZone } from '@/components/ui/clock'
import { PREFERENCE_COOKIES } from '@/lib/format/preferences'
import { rememberPreference } from './preference'

/** Tells the server the browser's time zone, which only the browser knows; once, and again when it moved. */
export function BrowserZone() {
  const router = useRouter()
  const { zone, zoneChoice } = useZone()
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (zoneChoice !== 'mine' || !own || own === zone) return
    rememberPreference(PREFERENCE_COOKIES.browserZone, own)
    router.refresh()
  }, [zone, zoneChoice, router])
  return null
}
