import type { WorkerGroup } from '@/lib/executions/task-table'
import { countOf, formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'

/** Heads the steps of one worker: how many, for how long together, and how many of them broke. */
export function WorkerLine({ group: { worker, steps, broken, busyMs } }: { group: WorkerGroup }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table of virtual rows
    <span role="cell" className="flex min-w-0 flex-1 items-center gap-3 text-xs text-ink-2">
      <span className="min-w-0 truncate font-medium text-ink" title={worker ?? undefined}>
        {worker ?? 'Worker not told'}
      </span>
      <span className="whitespace-nowrap tabular-nums">
        {countOf(steps, 'step')} · {formatDuration(busyMs)}
      </span>
      {broken > 0 ? (
        <span className="whitespace-nowrap text-failed tabular-nums">{formatCount(broken)} broken</span>
      ) : null}
    </span>
  )
}
