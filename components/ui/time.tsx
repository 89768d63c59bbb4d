'use client'

import { formatInstant, formatRelative, millisOf, relativeStepMs, zoneName } from '@/lib/format/time'
import { useNow, useZone } from './clock'
import { Tooltip } from './tooltip'

type Moment = { iso: string; unixNano?: never } | { unixNano: string; iso?: never }

/** A moment: how long ago it was, or with `absolute` when it was; both, in UTC and in the chosen zone, on hover. */
export function Time({
  absolute = false,
  className,
  ...moment
}: Moment & { absolute?: boolean; className?: string }) {
  const atMs = moment.unixNano === undefined ? Date.parse(moment.iso) : millisOf(moment.unixNano)
  const { zone } = useZone()
  const now = useNow(relativeStepMs(atMs, Date.now()))
  const text =
    absolute || now === null
      ? formatInstant(atMs, zone)
      : formatRelative(atMs, Math.max(now, nearNow(atMs, now)))
  return (
    <Tooltip text={<BothZones atMs={atMs} zone={zone} />}>
      <time dateTime={new Date(atMs).toISOString()} className={className} suppressHydrationWarning>
        {text}
      </time>
    </Tooltip>
  )
}

/** A step's start may lie a moment before a just-written time, which must not read as the future. */
const nearNow = (atMs: number, now: number): number => (atMs > now && atMs - now < 60_000 ? atMs : now)

function BothZones({ atMs, zone }: { atMs: number; zone: string }) {
  return (
    <span className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5 tabular-nums">
      {zone === 'UTC' ? null : (
        <>
          <span className="text-ink-3">{zoneName(atMs, zone)}</span>
          <span>{formatInstant(atMs, zone)}</span>
        </>
      )}
      <span className="text-ink-3">UTC</span>
      <span>{formatInstant(atMs, 'UTC')}</span>
    </span>
  )
}
