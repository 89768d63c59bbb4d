'use client'

import Link from 'next/link'
import { memo } from 'react'
import { Badge } from '@/components/ui/badge'
import { useNow } from '@/components/ui/clock'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/lib/format/duration'
import { errorWords, versionWords } from '@/lib/format/execution-words'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { isTerminal } from '@/lib/model/state'
import { StateBadge } from '../state-badge'

const CELL = 'h-(--row) px-2 first:pl-4 last:pr-4 overflow-hidden'

/** One execution. The whole row is its link; the flow's name is what the link is called. */
export const ExecutionTableRow = memo(function ExecutionTableRow({
  row,
  isCompact,
  isTabStop,
  onFocus,
}: {
  row: ListedExecution
  isCompact: boolean
  isTabStop: boolean
  onFocus: () => void
}) {
  const version = versionWords(row)
  const isRetried = row.attempt > 1
  return (
    <tr className="group relative border-t border-line hover:bg-hover has-[a:focus-visible]:bg-selected has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent">
      <td className={CELL}>
        <span className="@max-xl:hidden">
          <StateBadge state={row.state} word={row.nativeState} />
        </span>
        <span className="@xl:hidden">
          <StateBadge state={row.state} word={row.nativeState} look="icon" />
        </span>
      </td>
      <td className={CELL}>
        <FlowCell row={row} isCompact={isCompact} isTabStop={isTabStop} onFocus={onFocus} />
      </td>
      <td className={`${CELL} truncate text-ink-2 tabular-nums @max-xl:hidden`}>
        <Time iso={row.occurredAt} className="relative" />
      </td>
      <td className={`${CELL} truncate text-right text-ink-2 tabular-nums`}>
        <Duration row={row} />
      </td>
      <td className={`${CELL} truncate text-ink-2 @max-4xl:hidden`}>
        {row.trigger ?? <Nothing />}
        {row.actor ? (
          <span className={`truncate text-xs text-ink-3 ${isCompact ? 'ml-1.5' : 'block'}`}>{row.actor}</span>
        ) : null}
      </td>
      <td className={`${CELL} @max-3xl:hidden`}>
        <FailureCell row={row} isCompact={isCompact} />
      </td>
      <td
        className={`${CELL} truncate font-mono text-xs text-ink-2 @max-6xl:hidden`}
        title={version.full ?? undefined}
      >
        {version.short ?? <Nothing />}
      </td>
      <td
        className={`${CELL} text-right tabular-nums @max-5xl:hidden ${isRetried ? 'text-ink' : 'text-ink-3'}`}
      >
        {row.attempt}
      </td>
    </tr>
  )
})

function FlowCell({
  row,
  isCompact,
  isTabStop,
  onFocus,
}: {
  row: ListedExecution
  isCompact: boolean
  isTabStop: boolean
  onFocus: () => void
}) {
  const place = [row.namespace, row.source].filter((part) => part !== '').join(' · ')
  const problem = row.failedTask ?? errorWords(row)
  return (
    <div className={isCompact ? 'flex items-baseline gap-2' : 'py-1.5'}>
      <div className="flex min-w-0 items-baseline gap-2">
        <Link
          href={`/executions/${row.id}`}
          tabIndex={isTabStop ? 0 : -1}
          onFocus={onFocus}
          prefetch={false}
          className="truncate font-medium text-ink outline-none after:absolute after:inset-0"
        >
          {row.flow}
        </Link>
        {row.title && row.title !== row.flow ? (
          <span className="truncate text-xs text-ink-3">{row.title}</span>
        ) : null}
      </div>
      <div
        className={`flex min-w-0 items-center gap-1.5 text-xs text-ink-3 ${isCompact ? '@max-2xl:hidden' : ''}`}
      >
        <span className="truncate">{place}</span>
        <Badge tone="outline" className="h-4.5 px-1 text-2xs">
          {row.environment}
        </Badge>
        <span className="shrink-0 @xl:hidden">
          <Time iso={row.occurredAt} />
        </span>
      </div>
      {problem ? <p className="truncate text-xs text-failed @3xl:hidden">{problem}</p> : null}
    </div>
  )
}

function FailureCell({ row, isCompact }: { row: ListedExecution; isCompact: boolean }) {
  const words = errorWords(row)
  if (!row.failedTask && !words) return <Nothing />
  return (
    <div className={isCompact ? 'flex min-w-0 items-baseline gap-2' : ''}>
      {row.failedTask ? (
        <p className="max-w-full shrink-0 truncate font-medium text-ink">{row.failedTask}</p>
      ) : null}
      {words ? (
        <p
          title={words}
          className={`relative min-w-0 truncate text-xs ${row.failedTask ? 'text-ink-3' : 'text-ink-2'}`}
        >
          {words}
        </p>
      ) : null}
    </div>
  )
}

/** How long it took, or how long it has been running, counted on while one looks. */
function Duration({ row }: { row: ListedExecution }) {
  const isCounting = !row.hasEnded && !isTerminal(row.state) && row.startedAtMs !== null
  if (row.durationMs !== null) return formatDuration(row.durationMs)
  return isCounting ? <Elapsed sinceMs={row.startedAtMs ?? 0} /> : <Nothing />
}

function Elapsed({ sinceMs }: { sinceMs: number }) {
  const now = useNow(1000)
  return (
    <span className="text-running">{now === null ? '…' : formatDuration(Math.max(0, now - sinceMs))}</span>
  )
}

/** Nothing is known, which is not the same as zero. */
function Nothing() {
  return (
    <>
      <span aria-hidden className="text-ink-3/60">
        –
      </span>
      <span className="sr-only">none</span>
    </>
  )
}
