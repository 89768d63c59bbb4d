import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { countOf } from '@/lib/format/count'
import type { Replay, ReplayedEvent, ReplayedExecution } from '@/lib/model/replay'

/** What reading events again changed, or would change. */
export function ReplayOutcome({ replay }: { replay: Replay }) {
  const { isPreview, eventCount, unreadCount, expiredCount, changedCount, executionCount, privateCount } =
    replay
  const changed = replay.executions.filter(({ outcome }) => outcome !== 'same')
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-ink">
        {countOf(eventCount, 'event')} of {countOf(executionCount, 'execution')}:{' '}
        {changedCount === 0
          ? `${isPreview ? 'nothing would change' : 'nothing changed'} of them.`
          : `${countOf(changedCount, 'execution')} ${isPreview ? 'would change' : 'changed'}.`}
      </p>
      {unreadCount > 0 ? (
        <p className="text-ink-2">
          {countOf(unreadCount, 'event')} cannot be read again: what it said is not stored any more, or
          nothing reads it.
        </p>
      ) : null}
      {expiredCount > 0 ? (
        <p className="text-ink-2">
          {countOf(expiredCount, 'execution')} older than any that are kept, which{' '}
          {expiredCount === 1 ? 'stays' : 'stay'} deleted.
        </p>
      ) : null}
      {privateCount > 0 ? (
        <p className="text-ink-2">{countOf(privateCount, 'execution')} of teams you are not in.</p>
      ) : null}
      {changed.length === 0 ? null : (
        <ul aria-label="Executions that change" className="max-h-64 divide-y divide-line overflow-y-auto">
          {changed.map((each) => (
            <li key={each.executionId} className="py-2">
              <Changed of={each} />
            </li>
          ))}
        </ul>
      )}
      {replay.events.length === 0 ? null : (
        <details>
          <summary className="text-xs text-accent hover:underline">
            {countOf(replay.events.length, 'event')} read otherwise than before
          </summary>
          <ul className="mt-1 max-h-48 overflow-y-auto text-xs text-ink-2">
            {replay.events.map((each) => (
              <li key={each.eventId} className="py-1">
                <ReadOtherwise of={each} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

const OUTCOMES = { made: 'new', changed: 'changed', removed: 'removed', same: 'same' } as const

function Changed({ of }: { of: ReplayedExecution }) {
  const { flow, nativeId, outcome, fields, taskRuns, isWhole, executionId } = of
  // Of what was not there before, everything is new.
  const told = outcome === 'made' ? fields.filter(({ field }) => field === 'state') : fields
  const tasks = Object.entries(taskRuns).filter(([, count]) => count > 0)
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={outcome === 'removed' ? 'warning' : 'accent'}>{OUTCOMES[outcome]}</Badge>
        {outcome === 'made' ? (
          <span className="wrap-anywhere text-ink">{flow}</span>
        ) : (
          <Link href={`/executions/${executionId}`} className="wrap-anywhere text-accent hover:underline">
            {flow}
          </Link>
        )}
        <span className="text-xs wrap-anywhere text-ink-3">{nativeId}</span>
        {isWhole ? null : <span className="text-xs text-ink-3">added to, not put together anew</span>}
      </p>
      {told.map(({ field, before, after }) => (
        <p key={field} className="text-xs wrap-anywhere text-ink-2">
          {field}: <del className="text-ink-3">{before ?? 'nothing'}</del> → {after ?? 'nothing'}
        </p>
      ))}
      {tasks.length === 0 ? null : (
        <p className="text-xs text-ink-2">
          Task runs: {tasks.map(([word, count]) => `${count} ${word}`).join(', ')}
        </p>
      )}
    </div>
  )
}

function ReadOtherwise({ of }: { of: ReplayedEvent }) {
  const { eventId, type, before, after, parserBefore, parserAfter, because } = of
  return (
    <>
      <Link href={`/sources/events/${eventId}`} className="font-mono wrap-anywhere text-accent underline">
        {type}
      </Link>{' '}
      {before === after ? after : `${before} → ${after}`}
      {parserBefore === parserAfter ? '' : `, ${parserBefore} → ${parserAfter}`}
      {because === null ? '' : `: ${because}`}
    </>
  )
}
