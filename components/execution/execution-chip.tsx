import Link from 'next/link'
import type { State } from '@/lib/model/state'
import { StateBadge } from './state-badge'

type Props = {
  execution: {
    id: string
    flow: string
    title: string | null
    nativeId: string
    attempt?: number
    state: State
    nativeState: string | null
  }
}

/** Another execution, by name and state, one click away. */
export function ExecutionChip({ execution }: Props) {
  const { id, flow, title, nativeId, attempt, state, nativeState } = execution
  return (
    <Link
      href={`/executions/${id}`}
      title={`${flow} · ${title ?? nativeId}`}
      className="inline-flex h-6 max-w-72 min-w-0 items-center gap-1.5 rounded-md border border-line bg-surface px-2 text-xs text-ink hover:border-line-strong hover:bg-hover"
    >
      <StateBadge state={state} word={nativeState} look="icon" />
      <span className="truncate">{flow}</span>
      {title && title !== flow ? <span className="truncate text-ink-3">{title}</span> : null}
      {attempt !== undefined && attempt > 1 ? <span className="text-ink-3">#{attempt}</span> : null}
    </Link>
  )
}
