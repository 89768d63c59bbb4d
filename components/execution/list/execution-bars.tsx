'use client'

import { useRouter } from 'next/navigation'
import { StateBarsChart } from '@/components/charts/state-bars-chart'
import { useListState } from '@/components/filter/use-list-state'
import { useKey } from '@/components/frame/shortcuts'
import { useZone } from '@/components/ui/clock'
import { prepareStateBars } from '@/lib/charts/state-bars'
import type { State } from '@/lib/model/state'
import { listAddress } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'

/** The bars above the list, foldable by `h`; a press on one narrows the list to its time. */
export function ExecutionBars({
  counts,
  stretch,
}: {
  counts: { startMs: number; state: State; count: number }[]
  stretch: { fromMs: number; toMs: number; stepMs: number }
}) {
  const router = useRouter()
  const { zone } = useZone()
  const [state] = useListState()
  const chart = prepareStateBars(counts, stretch, zone)
  if (chart.state === 'empty')
    return <p className="flex h-26.25 items-center justify-center text-xs text-ink-3">{chart.why}</p>
  return (
    <StateBarsChart
      chart={chart}
      onZoom={(bar) =>
        router.push(listAddress({ ...state, range: windowText(bar.startMs, bar.endMs), before: '' }))
      }
    />
  )
}

/** The part of the page that the bars stand in, with the switch that folds it. */
export function BarsFold({ children }: { children: React.ReactNode }) {
  const [{ chart }, setState] = useListState({ shallow: true })
  const isShown = chart === 'shown'
  const toggle = () => void setState({ chart: isShown ? 'hidden' : 'shown' })
  useKey('h', toggle)
  return (
    <section
      aria-label="Executions over time"
      className="rounded-lg border border-line bg-surface px-4 py-2 shadow-card"
    >
      <button
        type="button"
        aria-expanded={isShown}
        onClick={toggle}
        className="flex h-6 items-center gap-2 rounded text-xs font-medium text-ink-3 hover:text-ink"
      >
        Over time
        <span className="sr-only">{isShown ? 'hide' : 'show'}</span>
        <span aria-hidden className="text-2xs">
          {isShown ? '▾' : '▸'}
        </span>
      </button>
      {isShown ? <div className="mt-1">{children}</div> : null}
    </section>
  )
}
