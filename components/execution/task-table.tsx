'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { byWorker, countByState, TASK_SORTS, type TaskLine, taskTable } from '@/lib/executions/task-table'
import { formatCount } from '@/lib/format/count'
import { STATES } from '@/lib/model/state'
import { StateBadge } from './state-badge'
import { TASK_COLUMNS, TaskRow, type TaskRun, TaskTableHead } from './task-row'
import { WorkerLine } from './worker-line'

const parameters = {
  sort: parseAsStringLiteral(TASK_SORTS).withDefault('start'),
  order: parseAsStringLiteral(['up', 'down'] as const).withDefault('up'),
  task: parseAsString.withDefault(''),
  state: parseAsStringLiteral(STATES),
  by: parseAsStringLiteral(['worker'] as const),
}

/** The steps as a table: sorted and filtered in the browser, the choice kept in the address. */
export function TaskTable({
  taskRuns,
  isCut,
  waterfallPath,
}: {
  taskRuns: TaskRun[]
  isCut: boolean
  waterfallPath: string
}) {
  const [query, setQuery] = useQueryStates(parameters, { history: 'replace' })
  const rows = useMemo((): TaskLine<TaskRun>[] => {
    const views = taskTable(taskRuns, {
      text: query.task,
      state: query.state,
      sort: query.sort,
      isDescending: query.order === 'down',
    })
    return query.by === 'worker' ? byWorker(views) : views.map((view) => ({ kind: 'step', view }))
  }, [taskRuns, query])
  const scrollRef = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => 36,
    overscan: 12,
  })
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          value={query.task}
          aria-label="Find a step"
          placeholder="Find a step, a kind or an error"
          onChange={(event) => void setQuery({ task: event.target.value })}
          className="h-7 w-full max-w-64 rounded-md border border-control bg-surface px-2 text-xs text-ink placeholder:text-ink-3"
        />
        {countByState(taskRuns).map(({ state, count }) => (
          <Button
            key={state}
            size="sm"
            variant={query.state === state ? 'secondary' : 'ghost'}
            aria-pressed={query.state === state}
            onClick={() => void setQuery({ state: query.state === state ? null : state })}
          >
            <StateBadge state={state} />
            <span className="tabular-nums">{formatCount(count)}</span>
          </Button>
        ))}
        {taskRuns.some((task) => task.worker !== null) ? (
          <Button
            size="sm"
            variant={query.by === 'worker' ? 'primary' : 'secondary'}
            aria-pressed={query.by === 'worker'}
            onClick={() => void setQuery({ by: query.by === 'worker' ? null : 'worker' })}
          >
            Group by worker
          </Button>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <EmptyState kind="no-match" title="No step matches" level={3}>
          {formatCount(taskRuns.length)} steps are left out by the filter.{' '}
          <Button size="sm" onClick={() => void setQuery({ task: null, state: null })}>
            Show all
          </Button>
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: rows of a <table> cannot be placed one by one
        <div
          role="table"
          aria-label="Steps"
          aria-rowcount={rows.length}
          className="overflow-hidden rounded-lg border border-line bg-surface"
        >
          <TaskTableHead
            sort={query.sort}
            isDescending={query.order === 'down'}
            onSort={(sort) =>
              void setQuery({ sort, order: query.sort === sort && query.order === 'up' ? 'down' : 'up' })
            }
          />
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          <div
            ref={scrollRef}
            role="rowgroup"
            // Without links in it, a keyboard could not scroll it.
            tabIndex={taskRuns.some(({ spanId }) => spanId !== null) ? undefined : 0}
            className="max-h-[max(22rem,calc(100dvh-16rem))] overflow-x-hidden overflow-y-auto"
          >
            <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
              {virtualizer.getVirtualItems().map((item) => {
                const line = rows[item.index]
                if (!line) return null
                return (
                  // biome-ignore lint/a11y/useSemanticElements: as above
                  // biome-ignore lint/a11y/useFocusableInteractive: the link in it has the focus
                  <div
                    key={line.kind === 'step' ? line.view.task.id : `worker ${line.group.worker}`}
                    role="row"
                    aria-rowindex={item.index + 1}
                    className={`absolute inset-x-0 h-9 items-center border-b border-line/60 px-3 ${line.kind === 'step' ? `${TASK_COLUMNS} hover:bg-hover` : 'flex bg-sunken'}`}
                    style={{ top: item.start }}
                  >
                    {line.kind === 'step' ? (
                      <TaskRow view={line.view} waterfallPath={waterfallPath} />
                    ) : (
                      <WorkerLine group={line.group} />
                    )}
                  </div>
                )
              })}
            </div>
          </div>
        </div>
      )}
      {isCut ? (
        <p className="text-xs text-ink-3">
          The first {formatCount(taskRuns.length)} steps are listed; the waterfall has all.
        </p>
      ) : null}
    </div>
  )
}
