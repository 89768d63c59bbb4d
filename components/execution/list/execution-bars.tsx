'use client'

import { StateBarsChart } from '@/components/charts/state-bars-chart'
import { useAddress } from '@/components/filter/address-keeper'
import { useListState } from '@/components/filter/use-list-state'
import { useKey } from '@/components/frame/shortcuts'
import { Button } from '@/components/ui/button'
import { useZone } from '@/components/ui/clock'
import { prepareStateBars } from '@/lib/charts/state-bars'
import type { State } from '@/lib/model/state'
import { listAddress, zoomedIn, zoomedOut } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'
import { usePeek } from './peek/use-peek'

/** The bars above the list, foldable by `h`; a press on one or a drag over several narrows the list to their time, Escape goes back. */
export function ExecutionBars({
  counts,
  stretch,
}: {
  counts: { startMs: number; state: State; count: number }[]
  stretch: { fromMs: number; toMs: number; stepMs: number }
}) {
  const { follow } = useAddress()
  const { zone } = useZone()
  const [state] = useListState()
  const { peeked } = usePeek()
  const out = zoomedOut(state)
  const zoomOut = out === null ? null : () => follow(listAddress(out), false)
  // What is open in front is closed by it first.
  useKey('Escape', () => {
    if (peeked === null) zoomOut?.()
  })
  const chart = prepareStateBars(counts, stretch, zone)
  if (chart.state === 'empty')
    return (
      <p className="flex h-26.25 items-center justify-center gap-2 text-xs text-ink-3">
        {chart.why}
        {zoomOut ? (
          <Button size="sm" onClick={zoomOut}>
            Zoom out
          </Button>
        ) : null}
      </p>
    )
  return (
    <StateBarsChart
      chart={chart}
      onZoomOut={zoomOut}
      onZoom={({ startMs, endMs }) => follow(listAddress(zoomedIn(state, windowText(startMs, endMs))), false)}
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
