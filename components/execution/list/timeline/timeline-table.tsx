'use client'

import Link from 'next/link'
import type { SwimLanes } from '@/lib/charts/swim-lanes'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { StateBadge } from '../../state-badge'

/** The lanes as figures: how many ran, how many broke, how long they were busy, and the way to the newest. */
export function TimelineTable({ chart }: { chart: SwimLanes }) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="sr-only">Executions by lane</caption>
        <thead className="bg-sunken text-ink-3">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Lane
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Executions
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Broken
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Time in all
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Newest
            </th>
          </tr>
        </thead>
        <tbody>
          {chart.lanes.map((lane) => {
            const [newest] = lane.bars
            return (
              <tr key={lane.id} className="border-t border-line">
                <th scope="row" className="px-3 py-1 font-normal">
                  {lane.name}
                </th>
                <td className="px-3 py-1 text-right">{formatCount(lane.total)}</td>
                <td className="px-3 py-1 text-right">{formatCount(lane.broken)}</td>
                <td className="px-3 py-1 text-right whitespace-nowrap">
                  {formatDuration(lane.bars.reduce((sum, bar) => sum + bar.endMs - bar.startMs, 0))}
                </td>
                <td className="px-3 py-1">
                  {newest ? (
                    <Link href={`/executions/${newest.id}`} prefetch={false} className="hover:underline">
                      <StateBadge state={newest.state} />
                    </Link>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
