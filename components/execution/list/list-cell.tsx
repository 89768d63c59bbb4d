'use client'

import { useNow } from '@/components/ui/clock'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/lib/format/duration'
import { errorWords, versionWords } from '@/lib/format/execution-words'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { isTerminal } from '@/lib/model/state'
import type { ListColumn } from '@/lib/query/list-columns'

type Cell = { row: ListedExecution; isCompact: boolean; hasActorColumn: boolean }

/** What one column says of one execution. */
export function ListCell({ column, ...cell }: Cell & { column: ListColumn }) {
  const { row } = cell
  switch (column) {
    case 'started':
      return <Time iso={row.occurredAt} className="relative" />
    case 'ended':
      return row.endedAt ? <Time iso={row.endedAt} className="relative" /> : <Nothing />
    case 'duration':
      return <Duration row={row} />
    case 'queued':
      return row.queuedForMs === null ? <Nothing /> : formatDuration(row.queuedForMs)
    case 'trigger':
      return <TriggerCell {...cell} />
    case 'actor':
      return row.actor ?? <Nothing />
    case 'error':
      return <FailureCell {...cell} />
    case 'version':
      return versionWords(row).short ?? <Nothing />
    case 'commit':
      return row.commit ? <span title={row.commit}>{row.commit.slice(0, 9)}</span> : <Nothing />
    case 'branch':
      return row.branch ?? <Nothing />
    case 'labels':
      return <LabelsCell row={row} />
    case 'attempt':
      return <span className={row.attempt > 1 ? 'text-ink' : 'text-ink-3'}>{row.attempt}</span>
    case 'id':
      return <IdCell row={row} />
    default:
      return column satisfies never
  }
}

function TriggerCell({ row, isCompact, hasActorColumn }: Cell) {
  return (
    <>
      {row.trigger ?? <Nothing />}
      {row.actor && !hasActorColumn ? (
        <span className={`truncate text-xs text-ink-3 ${isCompact ? 'ml-1.5' : 'block'}`}>{row.actor}</span>
      ) : null}
    </>
  )
}

function FailureCell({ row, isCompact }: Cell) {
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

function LabelsCell({ row }: { row: ListedExecution }) {
  const labels = Object.entries(row.labels)
  if (labels.length === 0) return <Nothing />
  const words = labels.map(([key, value]) => `${key}=${value}`).join('  ')
  return (
    <span title={words} className="relative font-sans text-xs text-ink-2">
      {words}
    </span>
  )
}

function IdCell({ row }: { row: ListedExecution }) {
  return (
    <span className="flex items-center gap-1">
      <span className="truncate" title={row.nativeId}>
        {row.nativeId}
      </span>
      <span className="relative z-1">
        <CopyButton value={row.nativeId} label="native id" />
      </span>
    </span>
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
