'use client'

import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import { useEffect, useState } from 'react'
import { formatInstant, formatRelative, millisOf, relativeStepMs, zoneName } from '@/lib/format/time'
import { useNow, useZone } from './clock'
import { TOOLTIP_POPUP } from './tooltip'

type Moment = { iso: string; unixNano?: never } | { unixNano: string; iso?: never }

const HOVER_MS = 300

/** A moment: how long ago it was, or with `absolute` when it was; both, in UTC and in the chosen zone, on hover. */
export function Time({
  absolute = false,
  className,
  ...moment
}: Moment & { absolute?: boolean; className?: string }) {
  const atMs = moment.unixNano === undefined ? Date.parse(moment.iso) : millisOf(moment.unixNano)
  const { zone } = useZone()
  const now = useNow(relativeStepMs(atMs, Date.now()))
  const [hovered, setHovered] = useState<Element | null>(null)
  const isRelative = !absolute && now !== null
  const text = isRelative ? formatRelative(atMs, nearNow(atMs, now)) : formatInstant(atMs, zone)
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      className={className}
      onPointerEnter={(event) => setHovered(event.currentTarget)}
      onPointerLeave={() => setHovered(null)}
      suppressHydrationWarning
    >
      {text}
      {/* Made when it is wanted: a list holds hundreds of times, of which one is looked at. */}
      {hovered ? <BothZones atMs={atMs} zone={zone} anchor={hovered} /> : null}
    </time>
  )
}

/** Clocks differ by moments, and the page's own moves in steps: what is just ahead of it is now. */
const nearNow = (atMs: number, now: number): number => (atMs > now && atMs - now < 60_000 ? atMs : now)

function BothZones({ atMs, zone, anchor }: { atMs: number; zone: string; anchor: Element }) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOpen(true), HOVER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <BaseTooltip.Root open={isOpen}>
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner anchor={anchor} sideOffset={6} collisionPadding={8} className="z-60">
          <BaseTooltip.Popup className={TOOLTIP_POPUP}>
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
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  )
}
