'use client'

import Link from 'next/link'
import { useMemo, useState } from 'react'
import { useListState } from '@/components/filter/use-list-state'
import { Button } from '@/components/ui/button'
import { useNow, useZone } from '@/components/ui/clock'
import { prepareSwimLanes, type SwimLanes } from '@/lib/charts/swim-lanes'
import { countOf, formatCount } from '@/lib/format/count'
import { formatClock, formatShort } from '@/lib/format/time'
import type { LaneExecution } from '@/lib/model/lane-execution'
import { LANE_KINDS, type LaneKind, listAddress } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'
import { LaneRow } from './lane-row'
import { TimelineTable } from './timeline-table'

const LANE_WORDS: Record<LaneKind, string> = { flow: 'Flow', team: 'Team', source: 'Source' }
const DAY_MS = 86_400_000

/** The executions of the window as bars in lanes, with the line where now is; the same figures can be read as a table. */
export function ExecutionTimeline({
  found,
  window,
  askedAtMs,
}: {
  found: { executions: LaneExecution[]; names: { id: string; name: string }[]; isCut: boolean }
  window: { fromMs: number; toMs: number | null }
  askedAtMs: number
}) {
  const [isTable, setTable] = useState(false)
  const nowMs = Math.max(askedAtMs, useNow(10_000) ?? askedAtMs)
  const chart = useMemo(
    () => prepareSwimLanes(found, { fromMs: window.fromMs, toMs: window.toMs ?? nowMs }, nowMs),
    [found, window, nowMs],
  )
  return (
    <figure aria-label={`Timeline of ${countOf(found.executions.length, 'execution')}`}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <LaneChoice />
        <Button size="sm" variant="ghost" onClick={() => setTable(!isTable)}>
          {isTable ? 'View as chart' : 'View as table'}
        </Button>
      </div>
      {isTable ? <TimelineTable chart={chart} /> : <Lanes chart={chart} nowMs={nowMs} />}
      <LeftOut chart={chart} drawn={found.executions.length} />
    </figure>
  )
}

function LaneChoice() {
  const [state] = useListState()
  return (
    <nav aria-label="Lanes" className="flex items-center gap-1 text-xs text-ink-3">
      Lanes by
      {LANE_KINDS.map((lanes) => (
        <Link
          key={lanes}
          href={listAddress({ ...state, lanes })}
          scroll={false}
          aria-current={state.lanes === lanes ? 'true' : undefined}
          className={`flex h-7 items-center rounded-md px-2 font-medium ${state.lanes === lanes ? 'bg-line/70 text-ink' : 'text-ink-3 hover:text-ink'}`}
        >
          {LANE_WORDS[lanes]}
        </Link>
      ))}
    </nav>
  )
}

function Lanes({ chart, nowMs }: { chart: SwimLanes; nowMs: number }) {
  const { lanes, fromMs, toMs } = chart
  const now = nowMs <= toMs ? ((nowMs - fromMs) / (toMs - fromMs)) * 100 : null
  return (
    <div className="relative overflow-clip rounded-lg border border-line bg-surface shadow-card">
      <Axis chart={chart} />
      <ul>
        {lanes.map((lane) => (
          <LaneRow key={lane.id} lane={lane} axis={{ fromMs, toMs }} now={now} />
        ))}
      </ul>
    </div>
  )
}

function Axis({ chart: { fromMs, toMs } }: { chart: SwimLanes }) {
  const { zone } = useZone()
  const words = (ms: number) => (toMs - fromMs <= DAY_MS ? formatClock(ms, zone) : formatShort(ms, zone))
  return (
    <div className="sticky top-12 z-10 flex h-8 items-center border-b border-line bg-surface text-2xs text-ink-3 tabular-nums">
      <span className="w-28 shrink-0 px-3 sm:w-48" />
      <span className="flex flex-1 justify-between pr-3">
        {[0, 0.5, 1].map((share) => (
          <span key={share}>{words(fromMs + (toMs - fromMs) * share)}</span>
        ))}
      </span>
    </div>
  )
}

/** What is not drawn, and how to see it. */
function LeftOut({ chart, drawn }: { chart: SwimLanes; drawn: number }) {
  const [state] = useListState()
  const { zone } = useZone()
  const { isCut, lanesLeftOut, barsLeftOut, fromMs } = chart
  if (!isCut && lanesLeftOut === 0 && barsLeftOut === 0) return null
  return (
    <figcaption className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
      {isCut ? (
        <>
          <span>
            The newest {formatCount(drawn)} are drawn, from {formatShort(fromMs, zone)} on.
          </span>
          <Link
            href={listAddress({ ...state, range: windowText(fromMs - 6 * (chart.toMs - fromMs), fromMs) })}
            scroll={false}
            className="text-accent hover:underline"
          >
            Look at the time before
          </Link>
        </>
      ) : null}
      {lanesLeftOut > 0 ? <span>{countOf(lanesLeftOut, 'lane')} with fewer executions left out.</span> : null}
      {barsLeftOut > 0 ? <span>{countOf(barsLeftOut, 'bar')} of full lanes left out.</span> : null}
    </figcaption>
  )
}
