'use client'

import { useRouter } from 'next/navigation'
import { StateBarsChart } from '@/components/charts/state-bars-chart'
import { useZone } from '@/components/ui/clock'
import { prepareStateBars } from '@/lib/charts/state-bars'
import type { ChangeMark } from '@/lib/model/home'
import type { State } from '@/lib/model/state'
import { DEFAULT_LIST, listAddress, zoomedIn } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'
import { ChangeMarks } from './change-marks'

/** The last 24 hours by state, with a mark where something was changed; a press on a bar, or a drag over several, leads to the executions of their time. */
export function HomeBars({
  counts,
  stretch,
  marks,
}: {
  counts: { startMs: number; state: State; count: number }[]
  stretch: { fromMs: number; toMs: number; stepMs: number }
  marks: ChangeMark[]
}) {
  const router = useRouter()
  const { zone } = useZone()
  const chart = prepareStateBars(counts, stretch, zone)
  if (chart.state === 'empty') {
    return (
      <p className="flex h-26.25 items-center justify-center text-sm font-medium text-warning">
        Nothing has been heard in the last 24 hours.
      </p>
    )
  }
  return (
    <>
      <StateBarsChart
        chart={chart}
        onZoom={({ startMs, endMs }) =>
          router.push(listAddress(zoomedIn({ ...DEFAULT_LIST, range: '24h' }, windowText(startMs, endMs))))
        }
      />
      <ChangeMarks marks={marks} bars={chart.bars} />
    </>
  )
}
