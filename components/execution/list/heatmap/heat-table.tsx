'use client'

import Link from 'next/link'
import { useListState } from '@/components/filter/use-list-state'
import { useZone } from '@/components/ui/clock'
import type { DurationHeat } from '@/lib/charts/duration-heat'
import { formatCount } from '@/lib/format/count'
import { formatShort } from '@/lib/format/time'
import { cellAddress } from './execution-heatmap'

/** The cells as figures, newest first, each with the way to its rows. */
export function HeatTable({ heat }: { heat: DurationHeat }) {
  const [state] = useListState()
  const { zone } = useZone()
  const cells = heat.rows
    .flatMap((row) => row.cells.map((cell) => ({ ...cell, label: row.label })))
    .sort((a, b) => b.startMs - a.startMs || b.row - a.row)
  return (
    <div className="relative max-h-[32rem] overflow-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="sr-only">{heat.summary}</caption>
        <thead className="sticky top-0 bg-sunken text-ink-3">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Began
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Took
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Executions
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Broken
            </th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={`${cell.startMs}.${cell.row}`} className="border-t border-line">
              <th scope="row" className="px-3 py-1 font-normal whitespace-nowrap">
                {formatShort(cell.startMs, zone)} to {formatShort(cell.startMs + heat.stepMs, zone)}
              </th>
              <td className="px-3 py-1 whitespace-nowrap">{cell.label}</td>
              <td className="px-3 py-1 text-right">
                <Link
                  href={cellAddress(state, cell, heat.stepMs)}
                  prefetch={false}
                  className="inline-flex min-h-6 min-w-6 items-center justify-end text-accent hover:underline"
                >
                  {formatCount(cell.count)}
                </Link>
              </td>
              <td className="px-3 py-1 text-right">{formatCount(cell.broken)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
