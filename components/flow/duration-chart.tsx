'use client'

import { useRouter } from 'next/navigation'
import { type PointerEvent, useMemo, useState } from 'react'
import { StateBadge } from '@/components/execution/state-badge'
import { stateVar } from '@/components/execution/state-words'
import { useZone } from '@/components/ui/clock'
import {
  type DurationScatter,
  prepareScatter,
  type ScatterDot,
  type UsualBand,
} from '@/lib/flow/duration-scatter'
import { formatDuration } from '@/lib/format/duration'
import { formatInstant } from '@/lib/format/time'
import type { DurationDot, VersionMark } from '@/lib/model/flow-page'
import { isBroken } from '@/lib/model/state'
import { DotsTable } from './duration-table'
import { VersionHandles } from './version-handles'

const HEIGHT = 200
const REACH_PX = 18
const SMALL =
  'h-6 rounded px-1.5 text-xs text-ink-3 hover:bg-hover hover:text-ink aria-pressed:bg-selected aria-pressed:text-ink'

type Ready = Extract<DurationScatter, { state: 'ready' }>

/** How long each execution took, before the usual band; a press on a dot opens it. The same can be read as a table. */
export function DurationChart({
  dots,
  usual,
  marks,
}: {
  dots: DurationDot[]
  usual: UsualBand | null
  /** When the version changed. */
  marks: VersionMark[]
}) {
  const { zone } = useZone()
  const [isLog, setLog] = useState(false)
  const [isTable, setTable] = useState(false)
  const chart = useMemo(
    () => prepareScatter(dots, usual, { isLog, zone, marks }),
    [dots, usual, isLog, zone, marks],
  )
  if (chart.state === 'empty') return <p className="py-8 text-center text-sm text-ink-3">{chart.why}</p>
  return (
    <figure aria-label={chart.summary} className="relative">
      <div className="mb-1 flex flex-wrap items-center justify-end gap-1">
        {chart.band ? (
          <span className="mr-auto flex items-center gap-1.5 text-2xs text-ink-3 tabular-nums">
            <span aria-hidden className="h-2.5 w-4 rounded-xs bg-accent/15 ring-1 ring-accent/30" />
            {chart.band.words}
          </span>
        ) : null}
        <button type="button" aria-pressed={isLog} onClick={() => setLog(!isLog)} className={SMALL}>
          Logarithmic
        </button>
        <button type="button" onClick={() => setTable(!isTable)} className={SMALL}>
          {isTable ? 'View as chart' : 'View as table'}
        </button>
      </div>
      {isTable ? (
        <DotsTable dots={dots} marks={marks} summary={chart.summary} />
      ) : (
        <Dots chart={chart} zone={zone} />
      )}
    </figure>
  )
}

function Dots({ chart, zone }: { chart: Ready; zone: string }) {
  const router = useRouter()
  const [near, setNear] = useState<ScatterDot | null>(null)
  const move = (event: PointerEvent) => setNear(nearest(chart.dots, event))
  return (
    <div className="grid grid-cols-[3.5rem_minmax(0,1fr)]">
      <div
        aria-hidden
        className="relative text-right text-2xs text-ink-3 tabular-nums"
        style={{ height: HEIGHT }}
      >
        {chart.yTicks.map((tick) => (
          <span
            key={tick.words}
            className="absolute right-2 translate-y-1/2"
            style={{ bottom: percent(tick.at) }}
          >
            {tick.words}
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a picture; the table beside it has the links */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a picture; the table beside it has the links */}
      <div
        className="relative border-b border-l border-line"
        style={{ height: HEIGHT, cursor: near ? 'pointer' : undefined }}
        onPointerMove={move}
        onPointerLeave={() => setNear(null)}
        onClick={() => near && router.push(`/executions/${near.id}`)}
      >
        <Drawing chart={chart} />
        <VersionHandles lines={chart.versions.map(({ x, ...line }) => ({ left: percent(x), line }))} />
        {near ? <DotTip dot={near} zone={zone} /> : null}
      </div>
      <div aria-hidden className="col-start-2 mt-1 flex justify-between text-2xs text-ink-3 tabular-nums">
        {chart.xTicks.map((tick) => (
          <span key={tick.at}>{tick.words}</span>
        ))}
      </div>
    </div>
  )
}

function Drawing({ chart }: { chart: Ready }) {
  return (
    <svg aria-hidden="true" className="absolute inset-0 size-full overflow-visible">
      {chart.yTicks.map((tick) => (
        <line
          key={tick.words}
          x1="0"
          x2="100%"
          y1={fromTop(tick.at)}
          y2={fromTop(tick.at)}
          stroke="var(--line)"
        />
      ))}
      {chart.band ? (
        <rect
          x="0"
          width="100%"
          y={fromTop(chart.band.to)}
          height={percent(chart.band.to - chart.band.from)}
          fill="var(--accent)"
          fillOpacity="0.12"
        />
      ) : null}
      {chart.dots.map((dot) =>
        isBroken(dot.state) ? (
          <rect
            key={dot.id}
            x={percent(dot.x)}
            y={fromTop(dot.y)}
            width="6"
            height="6"
            transform="translate(-3 -3)"
            fill={stateVar(dot.state)}
          />
        ) : (
          <circle
            key={dot.id}
            cx={percent(dot.x)}
            cy={fromTop(dot.y)}
            r="2.5"
            fill={stateVar(dot.state)}
            fillOpacity="0.75"
          />
        ),
      )}
    </svg>
  )
}

function DotTip({ dot, zone }: { dot: ScatterDot; zone: string }) {
  const isRight = dot.x > 0.6
  return (
    <div
      className="pointer-events-none absolute z-10 rounded-md bg-raised px-2.5 py-1.5 text-xs whitespace-nowrap text-ink shadow-popup"
      style={{
        [isRight ? 'right' : 'left']: `calc(${percent(isRight ? 1 - dot.x : dot.x)} + 10px)`,
        top: `min(${fromTop(dot.y)}, ${HEIGHT - 56}px)`,
      }}
    >
      <StateBadge state={dot.state} />
      <p className="tabular-nums">
        <span className="font-medium">{formatDuration(dot.durationMs)}</span>
        <span className="text-ink-3">, {formatInstant(dot.atMs, zone)}</span>
      </p>
    </div>
  )
}

function nearest(dots: ScatterDot[], event: PointerEvent): ScatterDot | null {
  const box = event.currentTarget.getBoundingClientRect()
  const [x, y] = [event.clientX - box.left, event.clientY - box.top]
  let found: { dot: ScatterDot; distance: number } | null = null
  for (const dot of dots) {
    const distance = Math.hypot(dot.x * box.width - x, (1 - dot.y) * box.height - y)
    if (distance <= REACH_PX && (found === null || distance < found.distance)) found = { dot, distance }
  }
  return found?.dot ?? null
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`
const fromTop = (share: number): string => percent(1 - share)
