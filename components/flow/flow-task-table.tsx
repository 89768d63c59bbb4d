import clsx from 'clsx'
import { ArrowDown } from 'lucide-react'
import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { Time } from '@/components/ui/time'
import { percentWords } from '@/lib/flow/figures'
import { flowTabHref } from '@/lib/flow/flow-address'
import { taskHref } from '@/lib/flow/task-href'
import { brokenShare, type TaskSort } from '@/lib/flow/task-order'
import { formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { errorWords } from '@/lib/format/execution-words'
import type { FlowTask } from '@/lib/model/flow-page'

const CELL = 'h-10 truncate px-3 first:pl-4 last:pr-4'
const COLUMNS: { title: string; sort: TaskSort | null; className: string }[] = [
  { title: 'Task', sort: 'name', className: 'min-w-48' },
  { title: 'Executions', sort: 'executions', className: 'text-right' },
  { title: 'Broke', sort: 'broken', className: 'text-right' },
  { title: 'p50', sort: 'p50', className: 'text-right' },
  { title: 'p95', sort: 'p95', className: 'text-right' },
  { title: 'Retries', sort: 'retries', className: 'text-right' },
  { title: 'Last error', sort: null, className: 'min-w-64' },
]

/** The tasks of a flow in the order that the address asks for. */
export function FlowTaskTable({
  flowId,
  tasks,
  sort,
}: {
  flowId: string
  tasks: FlowTask[]
  sort: TaskSort
}) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card">
      <table className="w-full border-collapse text-left text-sm whitespace-nowrap">
        <caption className="sr-only">Tasks of the flow over its newest executions</caption>
        <thead className="text-xs text-ink-3">
          <tr className="h-9 border-b border-line">
            {COLUMNS.map((column) => (
              <th
                key={column.title}
                scope="col"
                aria-sort={column.sort !== sort ? undefined : sort === 'name' ? 'ascending' : 'descending'}
                className={clsx('px-3 font-medium first:pl-4 last:pr-4', column.className)}
              >
                {column.sort === null ? (
                  column.title
                ) : (
                  <Link
                    href={flowTabHref(flowId, 'tasks', { sort: column.sort })}
                    scroll={false}
                    prefetch={false}
                    className={clsx(
                      '-mx-1 inline-flex h-6 items-center gap-0.5 rounded px-1 hover:text-ink',
                      column.sort === sort && 'text-ink',
                    )}
                  >
                    {column.title}
                    {column.sort === sort ? <ArrowDown aria-hidden className="size-3" /> : null}
                  </Link>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <TaskRow key={task.name} task={task} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TaskRow({ task }: { task: FlowTask }) {
  const share = brokenShare(task)
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover">
      <th scope="row" title={task.name} className={`${CELL} max-w-80 font-medium text-ink`}>
        {task.name}
        {task.kind ? <span className="ml-2 text-xs font-normal text-ink-3">{task.kind}</span> : null}
      </th>
      <td className={`${CELL} text-right text-ink-2 tabular-nums`}>{formatCount(task.executions)}</td>
      <td
        title={`in ${formatCount(task.broken)} of ${formatCount(task.executions)} executions`}
        className={clsx(
          CELL,
          'text-right tabular-nums',
          share > 0 ? 'font-medium text-failed' : 'text-ink-3',
        )}
      >
        {percentWords(share)}
      </td>
      <td className={`${CELL} text-right text-ink-2 tabular-nums`}>{durationOrNone(task.p50Ms)}</td>
      <td className={`${CELL} text-right text-ink-2 tabular-nums`}>{durationOrNone(task.p95Ms)}</td>
      <td className={clsx(CELL, 'text-right tabular-nums', task.retries > 0 ? 'text-ink' : 'text-ink-3')}>
        {formatCount(task.retries)}
      </td>
      <td className={`${CELL} max-w-96`}>
        {task.lastError ? <ErrorCell error={task.lastError} /> : <span className="text-ink-3/60">–</span>}
      </td>
    </tr>
  )
}

function ErrorCell({ error }: { error: NonNullable<FlowTask['lastError']> }) {
  const words = errorWords(error)
  return (
    <Link
      href={taskHref(error.executionId, error.spanId)}
      prefetch={false}
      title={words ?? undefined}
      className="flex min-w-0 items-center gap-1.5 text-xs hover:underline"
    >
      <StateBadge state={error.state} look="icon" />
      <Time iso={new Date(error.atMs).toISOString()} className="shrink-0 text-ink-2 tabular-nums" />
      <span className="truncate text-ink-3">{words}</span>
    </Link>
  )
}

const durationOrNone = (ms: number | null) => (ms === null ? '–' : formatDuration(ms))
