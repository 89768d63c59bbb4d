'use client'

import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD, stateVar } from '@/components/execution/state-words'
import { partsOf, type StateBar } from '@/lib/charts/state-bars'
import { formatCount } from '@/lib/format/count'
import type { State } from '@/lib/model/state'

/** The bars themselves, stacked by state; pointing at one says what it counts. */
export function StateBarsDrawing({
  bars,
  series,
  onZoom,
}: {
  bars: StateBar[]
  series: readonly State[]
  onZoom: (bar: StateBar) => void
}) {
  return (
    // Drawn at a guessed width until it is measured; that must not make a phone scroll sideways.
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
