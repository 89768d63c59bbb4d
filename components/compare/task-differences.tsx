import { StateBadge } from '@/components/execution/state-badge'
import type { ComparedTask, TaskDifference } from '@/lib/compare/differ'
import { formatDuration } from '@/lib/format/duration'

const HEAD = 'border-b border-line px-3 py-2 font-medium'
const CELL = 'border-b border-line/60 px-3 py-1.5'

/** Steps that one of two executions lacks, or that went otherwise in it. */
export function TaskDifferences({ rows }: { rows: readonly TaskDifference[] }) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface">
      <table
        aria-label="Steps that differ"
        className="w-full table-fixed border-collapse text-left text-sm max-md:min-w-160"
      >
        <thead className="bg-sunken text-xs text-ink-3">
          <tr>
            <th scope="col" className={`${HEAD} w-[34%]`}>
              Step
            </th>
            <th scope="col" className={HEAD}>
              This one
            </th>
            <th scope="col" className={HEAD}>
              Compared with
            </th>
            <th scope="col" className={`${HEAD} w-28 text-right`}>
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path} className="align-top">
              <th scope="row" className={`${CELL} text-xs font-medium wrap-anywhere text-ink`}>
                {row.path}
              </th>
              <Side task={row.a} of={row.of} />
              <Side task={row.b} of={row.of} />
              <td className={`${CELL} text-right text-xs text-ink-2 tabular-nums`}>{changeOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Side({ task, of }: { task: ComparedTask | null; of: TaskDifference['of'] }) {
  if (task === null) return <td className={`${CELL} text-xs text-ink-3 italic`}>not there</td>
  return (
    <td className={CELL}>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge state={task.state} />
        {task.durationMs === null ? null : (
          <span className="text-xs text-ink-2 tabular-nums">{formatDuration(task.durationMs)}</span>
        )}
        {of.includes('attempt') ? <span className="text-xs text-ink-3">try {task.attempt}</span> : null}
      </span>
      {of.includes('error') && task.error !== null ? (
        <span className="mt-1 block text-xs wrap-anywhere text-failed">{task.error.slice(0, 400)}</span>
      ) : null}
    </td>
  )
}

function changeOf({ a, b, of }: TaskDifference): string {
  if (a === null) return 'missing here'
  if (b === null) return 'new here'
  if (!of.includes('duration') || a.durationMs === null || b.durationMs === null) return ''
  const by = a.durationMs - b.durationMs
  return `${by > 0 ? '+' : '−'}${formatDuration(Math.abs(by))}`
}
