'use client'

import { ZoomOut } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { STATE_WORD } from '@/components/execution/state-words'
import type { StateBars } from '@/lib/charts/state-bars'
import { formatCount } from '@/lib/format/count'
import { BarsBrush } from './bars-brush'

/** The library that draws weighs more than the rest of the page: the page is alive before it comes. */
const StateBarsDrawing = dynamic(
  () => import('./state-bars-drawing').then((module) => module.StateBarsDrawing),
  { ssr: false, loading: () => <div aria-hidden className="h-20" /> },
)

type Ready = Extract<StateBars, { state: 'ready' }>

/** Executions by state over the window. A press on a bar, or a drag over several, looks at their time only; the same figures can be read as a table. */
export function StateBarsChart({
  chart,
  onZoom,
  onZoomOut = null,
}: {
  chart: Ready
  onZoom: (stretch: { startMs: number; endMs: number }) => void
  /** Null where nothing was zoomed into. */
  onZoomOut?: (() => void) | null
}) {
  const [isTable, setTable] = useState(false)
  return (
    <figure aria-label={chart.summary} className="relative">
      {isTable ? <BarsTable chart={chart} /> : <Bars chart={chart} onZoom={onZoom} />}
      <div className="absolute -top-7 right-0 flex h-6 items-center gap-2">
        {isTable ? null : (
          <span className="hidden text-2xs text-ink-3 tabular-nums sm:inline">{chart.scale}</span>
        )}
        {onZoomOut ? (
          <button type="button" onClick={onZoomOut} title="Zoom out (Esc)" className={SMALL_BUTTON}>
            <ZoomOut aria-hidden className="size-3.5" />
            Zoom out
          </button>
        ) : null}
        <button type="button" onClick={() => setTable(!isTable)} className={SMALL_BUTTON}>
          {isTable ? 'View as chart' : 'View as table'}
        </button>
      </div>
    </figure>
  )
}

const SMALL_BUTTON =
  'flex h-6 items-center gap-1 rounded px-1.5 text-xs text-ink-3 hover:bg-hover hover:text-ink'

function Bars({
  chart,
  onZoom,
}: {
  chart: Ready
  onZoom: (stretch: { startMs: number; endMs: number }) => void
}) {
  const { bars, series, axis } = chart
  return (
    <>
      <BarsBrush bars={bars} onZoom={onZoom}>
        <StateBarsDrawing bars={bars} series={series} onZoom={onZoom} />
      </BarsBrush>
      <div
        aria-hidden
        className="mt-1 flex justify-between border-t border-line pt-1 text-2xs text-ink-3 tabular-nums"
      >
        {axis.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </div>
    </>
  )
}

function BarsTable({ chart }: { chart: Ready }) {
  const { bars, series } = chart
  return (
    <div className="max-h-48 overflow-auto rounded-md border border-line">
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="sr-only">{chart.summary}</caption>
        <thead className="sticky top-0 bg-sunken text-ink-3">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              From and to
            </th>
            {series.map((state) => (
              <th key={state} scope="col" className="px-3 py-1.5 text-right font-medium">
                {STATE_WORD[state]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.startMs} className="border-t border-line">
              <th scope="row" className="px-3 py-1 font-normal whitespace-nowrap">
                {bar.label}
              </th>
              {series.map((state) => (
                <td key={state} className="px-3 py-1 text-right">
                  {formatCount(bar.counts[state] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
