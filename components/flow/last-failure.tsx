import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { Time } from '@/components/ui/time'
import type { FlowFailure } from '@/lib/model/flow-page'

const LINES = 6

/** What broke last, in the first lines of what it said. */
export function LastFailure({ failure }: { failure: FlowFailure }) {
  const lines = (failure.message ?? '').split('\n')
  const shown = lines.slice(0, LINES).join('\n').trim()
  return (
    <section
      aria-labelledby="last-failure"
      className="rounded-lg border border-failed/40 bg-failed/5 px-4 py-3 dark:bg-failed/8"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="last-failure" className="text-xs font-medium text-ink-3">
          Broke last
        </h2>
        <Link
          href={`/executions/${failure.executionId}`}
          className="flex items-center gap-2 text-sm font-medium text-ink hover:underline"
        >
          <StateBadge state={failure.state} />
          <Time iso={new Date(failure.atMs).toISOString()} />
        </Link>
        {failure.failedTask ? (
          <span className="min-w-0 text-sm text-ink wrap-anywhere">
            <span className="text-ink-3">at </span>
            {failure.failedTask}
          </span>
        ) : null}
      </div>
      {failure.errorType || shown ? (
        <pre className="mt-2 max-h-40 overflow-auto font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere text-ink-2">
          {failure.errorType && !shown.startsWith(failure.errorType) ? (
            <span className="font-semibold text-failed">{failure.errorType}: </span>
          ) : null}
          {shown}
          {lines.length > LINES ? '\n…' : ''}
        </pre>
      ) : (
        <p className="mt-1 text-sm text-ink-2">The source did not say why.</p>
      )}
    </section>
  )
}
