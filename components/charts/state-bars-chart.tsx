'use client'

import { useState } from 'react'
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD, stateVar } from '@/components/execution/state-words'
import { partsOf, type StateBar, type StateBars } from '@/lib/charts/state-bars'
import { formatCount } from '@/lib/format/count'
import type { State } from '@/lib/model/state'

type Ready = Extract<StateBars, { state: 'ready' }>

/** Executions by state over the window. A press on a bar looks at its time only; the same figures can be read as a table. */
export function StateBarsChart({ chart, onZoom }: { chart: Ready; onZoom: (bar: StateBar) => void }) {
  const [isTable, setTable] = useState(false)
  return (
    <figure aria-label={chart.summary} className="relative">
      {isTable ? null : (
        <span className="absolute -top-6 right-24 text-2xs text-ink-3 tabular-nums">{chart.scale}</span>
      )}
      {isTable ? <BarsTable chart={chart} /> : <Bars chart={chart} onZoom={onZoom} />}
      <button
        type="button"
        onClick={() => setTable(!isTable)}
        className="absolute -top-7 right-0 h-6 rounded px-1.5 text-xs text-ink-3 hover:bg-hover hover:text-ink"
      >
        {isTable ? 'View as chart' : 'View as table'}
      </button>
    </figure>
  )
}

function Bars({ chart, onZoom }: { chart: Ready; onZoom: (bar: StateBar) => void }) {
  const { bars, series, axis } = chart
  return (
    <>
      {/* Drawn at a guessed width until it is measured; that must not make a phone scroll sideways. */}
      <div className="h-20 overflow-x-clip">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 80 }}>
          <BarChart
            data={bars}
            barCategoryGap={1}
            margin={{ top: 2, right: 0, bottom: 0, left: 0 }}
            accessibilityLayer={false}
            onClick={({ activeTooltipIndex }) => {
              const bar = bars[Number(activeTooltipIndex)]
              if (bar && bar.total > 0) onZoom(bar)
            }}
          >
            <XAxis dataKey="startMs" hide />
            <YAxis hide domain={[0, 'dataMax']} />
            <Tooltip
              cursor={{ fill: 'var(--hover)' }}
              isAnimationActive={false}
              wrapperStyle={{ zIndex: 20, outline: 'none' }}
              content={({ active, label }) => {
                const bar = active ? bars.find((each) => each.startMs === label) : undefined
                return bar ? <BarTip bar={bar} series={series} /> : null
              }}
            />
            {series.map((state) => (
              <Bar
                key={state}
                dataKey={(bar: StateBar) => bar.counts[state] ?? 0}
                name={STATE_WORD[state]}
                stackId="states"
                fill={stateVar(state)}
                isAnimationActive={false}
                className="cursor-pointer"
                minPointSize={(value) => (Number(value) > 0 ? 2 : 0)}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
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

function BarTip({ bar, series }: { bar: StateBar; series: readonly State[] }) {
  const parts = partsOf(bar, series)
  return (
    <div className="min-w-36 rounded-md bg-raised px-2.5 py-2 text-xs text-ink shadow-popup">
      <p className="font-medium tabular-nums">{bar.label}</p>
      {parts.length === 0 ? <p className="mt-1 text-ink-3">Nothing ran</p> : null}
      <ul className="mt-1 flex flex-col gap-0.5">
        {parts.map(({ state, count }) => (
          <li key={state} className="flex items-center gap-2">
            <StateIcon state={state} className="size-3" />
            <span className="flex-1 text-ink-2">{STATE_WORD[state]}</span>
            <span className="tabular-nums">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
    </div>
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
