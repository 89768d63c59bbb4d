'use client'

import { useZone } from '@/components/ui/clock'
import { Time } from '@/components/ui/time'
import { formatInstant } from '@/lib/format/time'

/** A moment in one's own zone and beneath it in UTC, in which the log is written; `note` stands before that. */
export function BothTimes({ iso, note = '' }: { iso: string; note?: string }) {
  const { zone } = useZone()
  const atMs = Date.parse(iso)
  const [mine, utc] = [formatInstant(atMs, zone), formatInstant(atMs, 'UTC')]
  // The day is said once where it is the same.
  const [day = '', clock = ''] = utc.split(', ')
  const said = zone === 'UTC' ? '' : `${mine.startsWith(day) ? clock : utc} UTC`
  return (
    <span className="flex flex-col">
      <Time absolute iso={iso} />
      <span className="text-2xs text-ink-3">{[note, said].filter((part) => part !== '').join(' · ')}</span>
    </span>
  )
}
