'use client'

import Link from 'next/link'
import { useNow } from '@/components/ui/clock'
import { countOf } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { millisOf } from '@/lib/format/time'
import type { PeekedExecution, PeekedTask } from '@/lib/model/peeked-execution'
import { StateBadge } from '../../state-badge'
import { stateVar } from '../../state-words'

/** The steps, each with its bar within the time of the execution. */
export function PeekTasks({ execution, path }: { execution: PeekedExecution; path: string }) {
  const now = useNow(1000) ?? 0
  const { tasks, taskCounts } = execution
  const total = taskCounts.reduce((sum, each) => sum + each.count, 0)
  if (total === 0) return null
  const times = tasks.flatMap((task) => [task.startedAt, task.endedAt]).filter((time) => time !== null)
  const edges = [execution.startedAt, execution.endedAt, ...times]
    .filter((time) => time !== null)
    .map(millisOf)
  const fromMs = Math.min(...edges)
  const toMs = execution.endedAt === null ? Math.max(now, ...edges) : Math.max(...edges)
  return (
    <section aria-label="Steps" className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-xs font-medium text-ink-3">{countOf(total, 'step')}</h3>
        {taskCounts.map(({ state, count }) => (
          <span key={state} className="inline-flex items-center gap-1 text-xs text-ink-3 tabular-nums">
            <StateBadge state={state} look="icon" />
            {count}
          </span>
        ))}
      </div>
      <ul className="overflow-hidden rounded-md border border-line">
        {tasks.map((task) => (
          <li key={task.id} className="border-t border-line px-2.5 py-1.5 first:border-t-0">
            <div className="flex items-center gap-2 text-xs">
              <StateBadge state={task.state} look="icon" />
              <span className="min-w-0 flex-1 truncate text-ink" title={task.name}>
                {task.name}
                {task.attempt > 1 ? <span className="text-ink-3"> #{task.attempt}</span> : null}
              </span>
              <span className="shrink-0 text-ink-3 tabular-nums">
                {task.durationMs === null ? '–' : formatDuration(task.durationMs)}
              </span>
            </div>
            <TaskBar task={task} fromMs={fromMs} toMs={toMs} />
          </li>
        ))}
      </ul>
      {total > tasks.length ? (
        <Link
          href={`${path}?tab=tasks`}
          prefetch={false}
          className="self-start text-xs text-accent hover:underline"
        >
          All {countOf(total, 'step')}
        </Link>
      ) : null}
    </section>
  )
}

function TaskBar({ task, fromMs, toMs }: { task: PeekedTask; fromMs: number; toMs: number }) {
  if (task.startedAt === null || toMs <= fromMs) return null
  const at = millisOf(task.startedAt)
  const end = task.endedAt === null ? toMs : millisOf(task.endedAt)
  const left = Math.min(99.5, ((at - fromMs) / (toMs - fromMs)) * 100)
  const width = Math.min(100 - left, Math.max(0.5, ((end - at) / (toMs - fromMs)) * 100))
  return (
    <div aria-hidden className="mt-1 h-1 rounded-full bg-sunken">
      <div
        className="h-1 rounded-full"
        style={{ marginLeft: `${left}%`, width: `${width}%`, background: stateVar(task.state) }}
      />
    </div>
  )
}
