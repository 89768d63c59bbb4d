import Link from 'next/link'
import type { ReactNode } from 'react'
import { StateBadge } from '@/components/execution/state-badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/lib/format/duration'
import type { State } from '@/lib/model/state'

type Compared = {
  id: string
  flow: string
  title: string | null
  nativeId: string
  state: State
  nativeState: string | null
  occurredAt: string
  durationMs: number | null
}

/** One of the two that are set side by side. */
export function ComparedExecution({
  title,
  execution: of,
  children,
}: {
  title: string
  execution: Compared
  children?: ReactNode
}) {
  return (
    <section className="flex min-w-0 flex-1 flex-col gap-1.5 rounded-lg border border-line bg-surface px-4 py-3">
      <h2 className="text-xs font-medium text-ink-3">{title}</h2>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge state={of.state} word={of.nativeState} look="filled" />
        <Link href={`/executions/${of.id}`} className="font-medium wrap-anywhere text-ink hover:underline">
          {of.flow}
          {of.title && of.title !== of.flow ? ` · ${of.title}` : ''}
        </Link>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-xs text-ink-2">
        <Time absolute iso={of.occurredAt} />
        {of.durationMs === null ? null : (
          <span className="tabular-nums">{formatDuration(of.durationMs)}</span>
        )}
        <span className="flex min-w-0 items-center gap-1">
          <span className="truncate font-mono text-ink-3">{of.nativeId}</span>
          <CopyButton value={of.nativeId} label="native id" />
        </span>
      </div>
      {children}
    </section>
  )
}
