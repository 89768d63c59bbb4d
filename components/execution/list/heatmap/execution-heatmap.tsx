'use client'

import { type MouseEvent, useState } from 'react'
import { useAddress } from '@/components/filter/address-keeper'
import { useListState } from '@/components/filter/use-list-state'
import { Button } from '@/components/ui/button'
import { useZone } from '@/components/ui/clock'
import {
  type DurationHeat,
  type HeatCell,
  heatLabel,
  prepareHeat,
  withinHeatRow,
} from '@/lib/charts/duration-heat'
import { countOf, formatCount } from '@/lib/format/count'
import { formatClock, formatShort } from '@/lib/format/time'
import type { HeatCount } from '@/lib/model/heat-count'
import { type ListState, listAddress } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'
import { HeatTable } from './heat-table'

const ROW_PX = 22
const DAY_MS = 86_400_000

/** When executions began against how long they took. A press on a cell lists what is in it. */
export function ExecutionHeatmap({
  counts,
  stretch,
  cutAt,
}: {
  counts: HeatCount[]
  stretch: { fromMs: number; toMs: number; stepMs: number }
  /** Where the counting stopped, and at how many; null where all of the window was counted. */
  cutAt: { most: number; fromMs: number } | null
}) {
  const [isTable, setTable] = useState(false)
  const { zone } = useZone()
  const heat = prepareHeat(counts, stretch)
  return (
    <figure aria-label={heat.summary}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <Scale />
        <Button size="sm" variant="ghost" onClick={() => setTable(!isTable)}>
          {isTable ? 'View as chart' : 'View as table'}
        </Button>
      </div>
      {isTable ? <HeatTable heat={heat} /> : <Cells heat={heat} />}
      {cutAt ? (
        <figcaption className="mt-2 text-xs text-ink-3">
          The newest {formatCount(cutAt.most)} are counted, from {formatShort(cutAt.fromMs, zone)} on. A
          shorter time counts all of it.
        </figcaption>
      ) : null}
    </figure>
  )
}

/** What a cell leads to: its time, its durations, as rows. */
export const cellAddress = (state: ListState, cell: HeatCell, stepMs: number): string =>
  listAddress({
    ...state,
    view: 'table',
    before: '',
    q: withinHeatRow(state.q, cell.row),
    range: windowText(cell.startMs, cell.startMs + stepMs),
  })

function Cells({ heat }: { heat: DurationHeat }) {
  const { follow } = useAddress()
  const [state] = useListState()
  const [hovered, setHovered] = useState<{ cell: HeatCell; top: number } | null>(null)
  const { rows, columns, stepMs } = heat
  const cellAt = (event: MouseEvent): { cell: HeatCell; top: number } | null => {
    const [row, cell] = (event.target instanceof Element ? event.target.getAttribute('data-cell') : null)
      ?.split('.')
      .map(Number) ?? [-1, -1]
    const found = rows[row ?? -1]?.cells[cell ?? -1]
    return found ? { cell: found, top: (row ?? 0) * ROW_PX } : null
  }
  return (
    <div className="relative rounded-lg border border-line bg-surface p-3 shadow-card">
      <div className="flex">
        <div aria-hidden className="shrink-0 pr-2 text-right text-2xs text-ink-3 tabular-nums">
          {rows.map((row) => (
            <div
              key={row.row}
              style={{ height: ROW_PX, lineHeight: `${ROW_PX}px` }}
              className="whitespace-nowrap"
            >
              {row.label}
            </div>
          ))}
        </div>
        <div className="relative min-w-0 flex-1">
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: cells of a picture; the table beside it has links */}
          <svg
            role="img"
            aria-label={heat.summary}
            width="100%"
            height={rows.length * ROW_PX}
            onClick={(event) => {
              const found = cellAt(event)
              if (found) follow(cellAddress(state, found.cell, stepMs))
            }}
            onMouseMove={(event) => setHovered(cellAt(event))}
            onMouseLeave={() => setHovered(null)}
          >
            {rows.map((row, n) =>
              row.cells.map((cell, m) => (
                <Cell
                  key={`${row.row}.${cell.startMs}`}
                  cell={cell}
                  at={`${n}.${m}`}
                  y={n * ROW_PX}
                  of={columns.length}
                />
              )),
            )}
          </svg>
          {hovered ? <CellTip {...hovered} stepMs={stepMs} of={columns.length} /> : null}
          <Axis heat={heat} />
        </div>
      </div>
    </div>
  )
}

function Cell({ cell, at, y, of }: { cell: HeatCell; at: string; y: number; of: number }) {
  const width = 100 / of
  return (
    <>
      <rect
        data-cell={at}
        x={`${cell.column * width}%`}
        y={y + 1}
        width={`${width * 0.94}%`}
        height={ROW_PX - 2}
        rx={2}
        className="cursor-pointer"
        style={{ fill: 'var(--accent)', fillOpacity: cell.heat }}
      />
      {cell.broken > 0 ? (
        <rect
          data-cell={at}
          x={`${cell.column * width}%`}
          y={y + ROW_PX - 4}
          width={`${width * 0.94}%`}
          height={3}
          className="cursor-pointer"
          style={{ fill: 'var(--state-failed)' }}
        />
      ) : null}
    </>
  )
}

function CellTip({ cell, top, stepMs, of }: { cell: HeatCell; top: number; stepMs: number; of: number }) {
  const { zone } = useZone()
  const left = (cell.column / of) * 100
  return (
    <div
      className="pointer-events-none absolute z-20 rounded-md bg-raised px-2.5 py-1.5 text-xs whitespace-nowrap text-ink shadow-popup"
      style={{ top: top + ROW_PX + 2, ...(left > 60 ? { right: `${100 - left}%` } : { left: `${left}%` }) }}
    >
      <p className="font-medium">
        {countOf(cell.count, 'execution')}
        {cell.broken > 0 ? `, ${formatCount(cell.broken)} broken` : ''}
      </p>
      <p className="text-ink-3 tabular-nums">
        {heatLabel(cell.row)} · {formatShort(cell.startMs, zone)} to{' '}
        {formatShort(cell.startMs + stepMs, zone)}
      </p>
    </div>
  )
}

function Axis({ heat: { columns, stepMs } }: { heat: DurationHeat }) {
  const { zone } = useZone()
  const [first, last] = [columns[0] ?? 0, (columns.at(-1) ?? 0) + stepMs]
  const words = (ms: number) => (last - first <= DAY_MS ? formatClock(ms, zone) : formatShort(ms, zone))
  return (
    <div
      aria-hidden
      className="mt-1 flex justify-between border-t border-line pt-1 text-2xs text-ink-3 tabular-nums"
    >
      {[first, (first + last) / 2, last].map((ms) => (
        <span key={ms}>{words(ms)}</span>
      ))}
    </div>
  )
}

const Scale = () => (
  <span aria-hidden className="flex items-center gap-2 text-2xs text-ink-3">
    few
    <span className="h-2.5 w-24 rounded-sm bg-linear-to-r from-accent/15 to-accent" />
    many
    <span className="ml-2 h-1 w-4 bg-failed" />
    some broke
  </span>
)
