import Link from 'next/link'
import { DriftBadge } from '@/components/change/drift-badge'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD } from '@/components/execution/state-words'
import { SampleBadge } from '@/components/sample/sample-badge'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { CLASS_WORDS } from '@/lib/format/change-words'
import type { ListedChange } from '@/lib/model/listed-change'

/** The last changes: of what, by whom, what of it, through which request, how the flow stands now, and how it ran first. */
export function RecentChangesCard({ changes }: { changes: ListedChange[] }) {
  return (
    <Card aria-label="Recent changes" className="min-w-0 overflow-hidden">
      <CardHeader
        title="Recent changes"
        actions={
          changes.length === 0 ? null : (
            <Link href="/changes" className={buttonClass('secondary', 'sm')}>
              All changes
            </Link>
          )
        }
      />
      {changes.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-ink-3">
          No change is known yet.{' '}
          <Link href="/sources/guides" className="rounded text-accent underline underline-offset-2">
            How tools are connected
          </Link>
        </p>
      ) : (
        <ol>
          {changes.map((change) => (
            <RecentChange key={change.id} change={change} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function RecentChange({ change }: { change: ListedChange }) {
  const { id, at, name, summary, classes, actor, merge, drift, isUnexplained, isSample } = change
  return (
    <li className="relative border-t border-line px-4 py-2 first:border-t-0 hover:bg-hover">
      <div className="flex items-baseline gap-2 text-sm">
        <Link
          href={`/changes/${id}`}
          prefetch={false}
          className="min-w-0 truncate text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          title={`${name}: ${summary}`}
        >
          <span className="font-medium">{name}</span> <span className="text-ink-2">{summary}</span>
        </Link>
        <Time iso={at.toISOString()} className="ml-auto shrink-0 text-xs text-ink-3" />
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
        {actor === null ? (
          <span className={isUnexplained ? 'text-warning' : undefined}>nobody known</span>
        ) : (
          <span className="max-w-40 truncate">{actor.person ?? actor.name}</span>
        )}
        {merge === null ? null : <span title={merge.title}>#{merge.number}</span>}
        {classes.slice(0, 3).map((each) => (
          <Badge key={each} tone="outline">
            {CLASS_WORDS[each]}
          </Badge>
        ))}
        {isUnexplained ? <Badge tone="warning">Unexplained</Badge> : null}
        {drift === null || drift === 'unknown' ? null : <DriftBadge state={drift} />}
        <SampleBadge isSample={isSample} />
        <First change={change} />
      </div>
    </li>
  )
}

/** What came of it first; of what is of no flow nothing is said. */
function First({ change: { effect, flowId } }: { change: ListedChange }) {
  const [first] = effect
  if (flowId === null) return null
  if (first === undefined) return <span className="ml-auto">not run since</span>
  return (
    <Link
      href={`/executions/${first.id}`}
      prefetch={false}
      className="relative z-10 ml-auto inline-flex h-6 items-center gap-1 rounded hover:underline"
    >
      first run since: <StateIcon state={first.state} /> {STATE_WORD[first.state]}
    </Link>
  )
}
