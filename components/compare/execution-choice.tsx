import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { Time } from '@/components/ui/time'
import { compareHref } from '@/lib/compare/compare-address'
import { formatDuration } from '@/lib/format/duration'
import type { NeighbourExecution } from '@/lib/model/execution-neighbours'

/** The latest executions of the flow, any of which can be compared with. */
export function ExecutionChoice({
  of,
  chosen,
  executions,
  isCut,
}: {
  of: string
  chosen: string | null
  executions: readonly NeighbourExecution[]
  isCut: boolean
}) {
  return (
    <>
      <ul aria-label="Executions of the flow" className="max-h-96 divide-y divide-line/60 overflow-y-auto">
        {executions
          .filter((each) => each.id !== of)
          .map((each) => (
            <li key={each.id}>
              <Link
                href={compareHref(of, each.id)}
                aria-current={each.id === chosen ? 'true' : undefined}
                className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1 text-sm text-ink hover:bg-hover aria-[current]:bg-selected"
              >
                <StateBadge state={each.state} word={each.nativeState} />
                <Time absolute iso={each.occurredAt} />
                <span className="text-xs text-ink-2 tabular-nums">
                  {each.durationMs === null ? '' : formatDuration(each.durationMs)}
                </span>
                <span className="min-w-0 truncate font-mono text-xs text-ink-3">
                  {each.title ?? each.nativeId}
                </span>
              </Link>
            </li>
          ))}
      </ul>
      {isCut ? (
        <p className="border-t border-line px-3 py-2 text-xs text-ink-3">
          The latest {executions.length} are listed. Any other can be named in the address as <code>b=</code>.
        </p>
      ) : null}
    </>
  )
}
