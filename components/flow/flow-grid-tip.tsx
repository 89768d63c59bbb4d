import { StateBadge } from '@/components/execution/state-badge'
import { formatDuration } from '@/lib/format/duration'
import { formatInstant } from '@/lib/format/time'
import type { GridCell, GridColumn } from '@/lib/model/flow-page'

/** What is pointed at, and where on the screen. */
export type GridTip = {
  x: number
  y: number
  execution: GridColumn
  name: string | null
  cell: GridCell | null
}

const WIDTH = 288

/** Says what a shape of the grid stands for. */
export function FlowGridTip({ tip, zone }: { tip: GridTip; zone: string }) {
  const { execution, name, cell } = tip
  const durationMs = cell ? cell.durationMs : execution.durationMs
  const facts = [
    durationMs === null ? null : formatDuration(durationMs),
    cell && cell.attempt > 1 ? `attempt ${cell.attempt}` : null,
    cell && cell.count > 1 ? `${cell.count} at once` : null,
    cell === null ? execution.trigger : null,
  ].filter((fact) => fact !== null)
  const left = Math.max(8, Math.min(tip.x - WIDTH / 2, document.documentElement.clientWidth - WIDTH - 8))
  return (
    <div
      role="status"
      className="pointer-events-none fixed z-60 rounded-md bg-raised px-2.5 py-2 text-xs text-ink shadow-popup"
      style={{ left, top: tip.y + 4, width: WIDTH }}
    >
      <p className="flex items-center gap-2">
        <StateBadge state={cell?.state ?? execution.state} />
        <span className="text-ink-2 tabular-nums">{facts.join(', ')}</span>
      </p>
      {name ? <p className="mt-1 font-medium wrap-anywhere">{name}</p> : null}
      <p className="mt-0.5 text-ink-3 tabular-nums">{formatInstant(execution.atMs, zone)}</p>
      {cell?.error ? <p className="mt-1 line-clamp-3 wrap-anywhere text-failed">{cell.error}</p> : null}
    </div>
  )
}
