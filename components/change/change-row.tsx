import { CircleHelp, Eye } from 'lucide-react'
import Link from 'next/link'
import { StateShape } from '@/components/execution/state-symbols'
import { STATE_WORD } from '@/components/execution/state-words'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { CLASS_WORDS, WAY_WORDS } from '@/lib/format/change-words'
import type { ListedChange } from '@/lib/model/listed-change'
import { ChangeActorName } from './change-actor-name'
import { ChangeReason } from './change-reason'
import { DriftBadge } from './drift-badge'
import { WitnessMarks } from './witness-marks'

const CELL = 'px-3 py-2.5 align-top first:pl-4 last:pr-4'

/** One change: when, who, of what, what, why, how sure that is and what came after it. */
export function ChangeRow({ change, showsFlow }: { change: ListedChange; showsFlow: boolean }) {
  const { id, at, actor, summary, classes, way, isUnexplained, isReviewed, isAsked } = change
  return (
    <tr className="border-t border-line text-sm first:border-t-0 hover:bg-hover">
      <td className={`${CELL} text-xs whitespace-nowrap text-ink-2`}>
        <Time iso={at.toISOString()} />
      </td>
      {showsFlow ? (
        <td className={`${CELL} max-w-56`}>
          <ChangedThing change={change} />
        </td>
      ) : null}
      <th scope="row" className={`${CELL} max-w-md min-w-64 text-left font-normal`}>
        <Link
          href={`/changes/${id}`}
          className="line-clamp-2 font-medium wrap-anywhere text-ink hover:underline"
          title={summary}
        >
          {summary}
        </Link>
        <span className="mt-1 flex flex-wrap items-center gap-1">
          {classes.map((each) => (
            <Badge key={each} tone="outline">
              {CLASS_WORDS[each]}
            </Badge>
          ))}
          {isUnexplained ? <Badge tone="warning">Unexplained</Badge> : null}
          {way === 'console' || way === 'api' ? <Badge tone="warning">{WAY_WORDS[way]}</Badge> : null}
          {way === 'sync' ? <Badge>{WAY_WORDS.sync}</Badge> : null}
          {isAsked ? (
            <Badge tone="accent">
              <CircleHelp aria-hidden /> Asked for a reason
            </Badge>
          ) : null}
          {isReviewed ? (
            <Badge tone="success">
              <Eye aria-hidden /> Reviewed
            </Badge>
          ) : null}
        </span>
      </th>
      <td className={`${CELL} max-w-44`}>
        <ChangeActorName actor={actor} />
      </td>
      <td className={`${CELL} max-w-72 min-w-40`}>
        <ChangeReason reason={change.reason} merge={change.merge} tickets={change.tickets} />
      </td>
      <td className={`${CELL} max-lg:hidden`}>
        <WitnessMarks of={change.isWitnessedBy} />
      </td>
      <td className={`${CELL} max-md:hidden`}>
        {change.drift === null || change.drift === 'unknown' ? (
          <span className="text-ink-3">–</span>
        ) : (
          <DriftBadge state={change.drift} />
        )}
      </td>
      <td className={CELL}>
        <Effect change={change} />
      </td>
    </tr>
  )
}

function ChangedThing({ change }: { change: ListedChange }) {
  const { flowId, name, namespace, source, team } = change
  return (
    <>
      {flowId === null ? (
        <span className="font-medium wrap-anywhere text-ink">{name}</span>
      ) : (
        <Link
          href={`/flows/${flowId}?tab=versions`}
          prefetch={false}
          className="font-medium wrap-anywhere text-ink hover:underline"
        >
          {name}
        </Link>
      )}
      <span className="block truncate text-2xs text-ink-3" title={`${namespace} · ${source} · ${team}`}>
        {[source, team].filter((word) => word !== '').join(' · ')}
      </span>
    </>
  )
}

function Effect({ change: { effect, flowId } }: { change: ListedChange }) {
  if (flowId === null) return <span className="text-ink-3">–</span>
  if (effect.length === 0) return <span className="text-xs text-ink-3">not run since</span>
  return (
    <ol aria-label="The next executions" className="outcomes">
      {effect.map(({ id, state, atMs }) => (
        <li key={id}>
          <Link
            href={`/executions/${id}`}
            prefetch={false}
            title={`${STATE_WORD[state]}, ${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`}
          >
            <StateShape state={state} />
            <span className="sr-only">{STATE_WORD[state]}</span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
