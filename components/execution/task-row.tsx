'use client'

import clsx from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useZone } from '@/components/ui/clock'
import type { TaskSort, TaskView } from '@/lib/executions/task-table'
import { formatDuration } from '@/lib/format/duration'
import { formatLogTime } from '@/lib/format/log-time'
import type { State } from '@/lib/model/state'
import { StateBadge } from './state-badge'

export type TaskRun = {
  id: string
  parentId: string | null
  name: string
  kind: string | null
  attempt: number
  state: State
  nativeState: string | null
  queuedAt: string | null
  startedAt: string | null
  durationMs: number | null
  errorType: string | null
  errorMessage: string | null
  worker: string | null
  spanId: string | null
}

export const TASK_COLUMNS =
  'grid gap-3 grid-cols-[6.5rem_minmax(0,1fr)_4.5rem] md:grid-cols-[6.5rem_minmax(0,2fr)_minmax(0,7rem)_2.5rem_4.5rem_6.5rem_4.5rem_minmax(0,2fr)]'

const HEADINGS: { title: string; sort: TaskSort | null; className: string }[] = [
  { title: 'State', sort: 'state', className: '' },
  { title: 'Step', sort: 'name', className: '' },
  { title: 'Kind', sort: null, className: 'max-md:hidden' },
  { title: 'Try', sort: null, className: 'justify-end max-md:hidden' },
  { title: 'Queued', sort: 'wait', className: 'justify-end max-md:hidden' },
  { title: 'Started', sort: 'start', className: 'max-md:hidden' },
  { title: 'Duration', sort: 'duration', className: 'justify-end' },
  { title: 'Error', sort: null, className: 'max-md:hidden' },
]

/** Headings that sort. */
export function TaskTableHead(props: {
  sort: TaskSort
  isDescending: boolean
  onSort: (sort: TaskSort) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table of virtual rows
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons in it have the focus
    <div role="row" className={clsx(TASK_COLUMNS, 'h-8 items-center border-b border-line bg-sunken px-3')}>
      {HEADINGS.map(({ title, sort, className }) => (
        // biome-ignore lint/a11y/useSemanticElements: part of a table of virtual rows
        // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
        <span
          key={title}
          role="columnheader"
          aria-sort={
            sort === null || props.sort !== sort ? undefined : props.isDescending ? 'descending' : 'ascending'
          }
          className={clsx('flex text-xs font-medium text-ink-3', className)}
        >
          {sort === null ? (
            title
          ) : (
            <button
              type="button"
              onClick={() => props.onSort(sort)}
              className="-mx-1 inline-flex items-center gap-0.5 rounded px-1 hover:text-ink"
            >
              {title}
              {props.sort === sort ? (
                props.isDescending ? (
                  <ArrowDown className="size-3" />
                ) : (
                  <ArrowUp className="size-3" />
                )
              ) : null}
            </button>
          )}
        </span>
      ))}
    </div>
  )
}

/** The cells of one step. */
export function TaskRow({ view, waterfallPath }: { view: TaskView<TaskRun>; waterfallPath: string }) {
  const { zone } = useZone()
  const { task, path, waitMs, error } = view
  return (
    <>
      <Cell className="flex items-center">
        <StateBadge state={task.state} word={task.nativeState} />
      </Cell>
      <Cell title={path.join(' › ')}>
        {path.length > 1 ? <span className="text-ink-3">{path.slice(0, -1).join(' › ')} › </span> : null}
        {task.spanId ? (
          <Link
            href={`${waterfallPath}&span=${task.spanId}`}
            scroll={false}
            className="font-medium text-ink hover:underline"
          >
            {task.name}
          </Link>
        ) : (
          <span className="font-medium">{task.name}</span>
        )}
      </Cell>
      <Cell className="text-ink-3 max-md:hidden" title={task.kind ?? undefined}>
        {task.kind}
      </Cell>
      <Cell className="text-right tabular-nums max-md:hidden">{task.attempt}</Cell>
      <Cell className="text-right tabular-nums max-md:hidden">
        {waitMs === null ? '' : formatDuration(waitMs)}
      </Cell>
      <Cell className="font-mono text-2xs text-ink-2 max-md:hidden">
        <span suppressHydrationWarning>
          {task.startedAt === null ? '' : formatLogTime(task.startedAt, zone)}
        </span>
      </Cell>
      <Cell className="text-right tabular-nums">
        {task.durationMs === null ? '' : formatDuration(task.durationMs)}
      </Cell>
      <Cell className="text-failed max-md:hidden" title={error ?? undefined}>
        {error}
      </Cell>
    </>
  )
}

function Cell({
  className,
  title,
  children,
}: {
  className?: string
  title?: string | undefined
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table of virtual rows
    <span role="cell" title={title} className={clsx('min-w-0 truncate text-xs leading-5', className)}>
      {children}
    </span>
  )
}
