'use client'

import { useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { LogLine } from '@/lib/logs/log-line'
import { logParameters } from '@/lib/logs/log-parameters'
import type { LogBand } from '@/lib/model/severity'
import { LogFilterBar } from './log-filter-bar'
import { LogList } from './log-list'

type Props = {
  traceId: string
  page: { lines: LogLine[]; next: string | null }
  counts: { total: number; byBand: Record<LogBand, number>; privateCount: number }
  /** Name of the step that the lines are narrowed to. */
  stepName: string | null
  /** The trace of the last good execution, which new lines are told by; null where there is none. */
  goodTraceId: string | null
  /** Where the waterfall is; the span id is put in. */
  waterfallPath: string
}

/** The log of a trace: filtered by the address, read on as it is scrolled. */
export function LogView({ traceId, page, counts, stepName, goodTraceId, waterfallPath }: Props) {
  const [isPending, startTransition] = useTransition()
  const [query, setQuery] = useQueryStates(logParameters, {
    shallow: false,
    history: 'replace',
    throttleMs: 300,
    startTransition,
  })
  const [isFollowing, setFollowing] = useState(false)
  const key = JSON.stringify([query, page.lines[0]?.id])
  return (
    <div className="flex flex-col gap-2" aria-busy={isPending}>
      <LogFilterBar
        counts={counts}
        level={query.level}
        find={query.find}
        onlyNew={goodTraceId === null ? null : query.notin === goodTraceId}
        onOnlyNew={(isOn) => void setQuery({ notin: isOn ? goodTraceId : null, line: null })}
        span={query.span ? (stepName ?? query.span) : null}
        onChange={(change) => void setQuery({ ...change, line: null })}
      />
      {page.lines.length === 0 && query.notin !== null ? (
        <EmptyState kind="no-match" title="No new line" level={3}>
          Whatever is said here, the last good execution said, too.{' '}
          <Button size="sm" onClick={() => void setQuery({ notin: null })}>
            Show all lines
          </Button>
        </EmptyState>
      ) : page.lines.length === 0 ? (
        <EmptyState kind="no-match" title="No line matches" level={3}>
          There {counts.total === 1 ? 'is 1 line' : `are ${counts.total} lines`} in this trace. Widen the
          level, clear the text{query.span ? ', or show all steps' : ''}.
        </EmptyState>
      ) : (
        <LogList
          key={key}
          traceId={traceId}
          first={page}
          query={query}
          waterfallPath={waterfallPath}
          isFollowing={isFollowing}
          onFollow={setFollowing}
        />
      )}
      {counts.privateCount > 0 ? (
        <p className="text-xs text-ink-3">
          {counts.privateCount} more {counts.privateCount === 1 ? 'line belongs' : 'lines belong'} to teams
          you are not in.
        </p>
      ) : null}
    </div>
  )
}
