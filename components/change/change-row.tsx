import { CircleHelp, Eye } from 'lucide-react'
import Link from 'next/link'
import { Outcomes } from '@/components/execution/outcomes'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import type { ShownChange } from '@/lib/changes/shown-change'
import { CLASS_WORDS, WAY_WORDS } from '@/lib/format/change-words'
import { ChangeActorName } from './change-actor-name'
import { ChangeReason } from './change-reason'
import { DriftBadge } from './drift-badge'
import { WitnessMarks } from './witness-marks'

/** Characters that are never cut after two lines. */
const FITS = 60

/** One change: when, who, of what, what, why, how sure that is and what came after it. */
export function ChangeRow({ change, showsFlow }: { change: ShownChange; showsFlow: boolean }) {
  const { id, at, actor, summary, drift } = change
  return (
    <tr>
      <td data-label="When" className="md:whitespace-nowrap">
        <Time iso={at} className="text-xs text-ink-2" />
      </td>
      {showsFlow ? (
        <td data-label="Of" className="md:max-w-56">
          <ChangedThing change={change} />
        </td>
      ) : null}
      <th scope="row" className="md:max-w-md md:min-w-64">
        <Link
          href={`/changes/${id}`}
          prefetch={false}
          className="list-title"
          title={summary.length > FITS ? summary : undefined}
        >
          {summary}
        </Link>
        <Badges change={change} />
      </th>
      <td data-label="Who" className="md:max-w-44">
        <ChangeActorName actor={actor} />
      </td>
      <td data-label="Why" className="md:max-w-72 md:min-w-40">
        <ChangeReason reason={change.reason} merge={change.merge} tickets={change.tickets ?? []} />
      </td>
      <td data-label="Witnessed by" className="md:max-lg:hidden">
        <WitnessMarks of={change.witnesses} />
      </td>
      <td data-label="Drift now">
        {drift === null || drift === 'unknown' ? (
          <span className="text-ink-3">–</span>
        ) : (
          <DriftBadge state={drift} />
        )}
      </td>
      <td data-label="After it">
        <Effect change={change} />
      </td>
    </tr>
  )
}

function Badges({ change: { classes, way, marks = [] } }: { change: ShownChange }) {
  return (
    <span className="mt-1 flex flex-wrap gap-1">
      {classes.map((each) => (
        <Badge key={each} tone="outline">
          {CLASS_WORDS[each]}
        </Badge>
      ))}
      {marks.includes('unexplained') ? <Badge tone="warning">Unexplained</Badge> : null}
      {way === 'console' || way === 'api' ? <Badge tone="warning">{WAY_WORDS[way]}</Badge> : null}
      {way === 'sync' ? <Badge>{WAY_WORDS.sync}</Badge> : null}
      {marks.includes('asked') ? (
        <Badge tone="accent">
          <CircleHelp aria-hidden /> Asked for a reason
        </Badge>
      ) : null}
      {marks.includes('reviewed') ? (
        <Badge tone="success">
          <Eye aria-hidden /> Reviewed
        </Badge>
      ) : null}
    </span>
  )
}

function ChangedThing({ change: { flowId, name, namespace, source, team } }: { change: ShownChange }) {
  return (
    <span className="block">
      {flowId === null ? (
        <span className="list-title">{name}</span>
      ) : (
        <Link href={`/flows/${flowId}?tab=versions`} prefetch={false} className="list-title">
          {name}
        </Link>
      )}
      <span className="list-note" title={`${namespace} · ${source} · ${team}`}>
        {[source, team].filter((word) => word !== '').join(' · ')}
      </span>
    </span>
  )
}

function Effect({ change: { effect, flowId } }: { change: ShownChange }) {
  if (flowId === null) return <span className="text-ink-3">–</span>
  if (effect === '') return <span className="text-xs text-ink-3">not run since</span>
  return <Outcomes label="The next executions" packed={effect} />
}
