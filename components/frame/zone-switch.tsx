'use client'

import { useRouter } from 'next/navigation'
import { useZone } from '@/components/ui/clock'
import { Tooltip } from '@/components/ui/tooltip'
import { PREFERENCE_COOKIES } from '@/lib/format/preferences'
import { zoneName } from '@/lib/format/time'
import { rememberPreference } from './preference'

/** Times in my zone or in UTC. */
export function ZoneSwitch() {
  const router = useRouter()
  const { zone, zoneChoice } = useZone()
  const other = zoneChoice === 'utc' ? 'mine' : 'utc'
  const change = () => {
    rememberPreference(PREFERENCE_COOKIES.zone, other)
    router.refresh()
  }
  return (
    <Tooltip
      text={
        other === 'utc'
          ? `Times are in ${zone}. Show them in UTC.`
          : 'Times are in UTC. Show them in my zone.'
      }
    >
      <button
        type="button"
        onClick={change}
        aria-label={`Times in ${zoneChoice === 'utc' ? 'UTC' : zone}; switch to ${other === 'utc' ? 'UTC' : 'my zone'}`}
        className="hidden h-8 items-center rounded-md px-2 text-xs text-ink-3 hover:bg-hover hover:text-ink sm:flex"
      >
        <span suppressHydrationWarning>{zoneChoice === 'utc' ? 'UTC' : zoneName(Date.now(), zone)}</span>
      </button>
    </Tooltip>
  )
}
