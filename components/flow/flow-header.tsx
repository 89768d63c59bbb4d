import { CalendarClock } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { HistoryLink } from '@/components/audit/history-link'
import { DriftBadge } from '@/components/change/drift-badge'
import { StateBadge } from '@/components/execution/state-badge'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { learnSchedule, scheduleWords } from '@/lib/flow/learned-schedule'
import { DRIFT_WORDS } from '@/lib/format/change-words'
import { countOf } from '@/lib/format/count'
import { changesHref } from '@/lib/input/change-address'
import { driftHref } from '@/lib/input/drift-address'
import type { FormAction } from '@/lib/model/action-state'
import type { DriftState } from '@/lib/model/flow-change'
import type { FlowDetail } from '@/lib/model/flow-page'
import { StarButton } from './star-button'

/** Which flow this is, whose it is, and how it stands. */
export function FlowHeader({
  flow,
  setFavourite,
}: {
  flow: FlowDetail
  setFavourite: FormAction<{ isOn: boolean }>
}) {
  const learned = learnSchedule(flow.startsMs)
  return (
    <header className="flex flex-col gap-2 border-b border-line py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {flow.latest ? (
          <Link
            href={`/executions/${flow.latest.id}`}
            // The tint of the badge needs a white ground for its words to be read.
            className="rounded-full bg-surface"
            aria-label={`Newest execution: ${flow.latest.state.replace('_', ' ')}`}
          >
            <StateBadge state={flow.latest.state} word={flow.latest.nativeState} look="filled" />
          </Link>
        ) : null}
        <h1 className="min-w-0 text-lg font-semibold tracking-tight wrap-anywhere text-ink">
          {flow.namespace ? <span className="font-normal text-ink-3">{flow.namespace} / </span> : null}
          {flow.name}
        </h1>
        <StarButton id={flow.id} name={flow.name} isOn={flow.isFavourite} action={setFavourite} />
        {flow.isSample ? <Badge tone="outline">Sample</Badge> : null}
        {flow.drift === null || flow.drift === 'unknown' ? null : (
          <Link
            href={driftHref({ flow: flow.id })}
            prefetch={false}
            className="rounded"
            aria-label={driftName(flow.drift)}
          >
            <DriftBadge state={flow.drift} />
          </Link>
        )}
        <span className="ml-auto flex items-center gap-1">
          <HistoryLink kind="flow" id={flow.id} size="sm" />
          <span className="font-mono text-xs text-ink-3 max-sm:hidden">{flow.id.slice(0, 8)}</span>
          <CopyButton value={flow.id} label="id of the flow" />
        </span>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Fact term="Owner">
          {flow.team}
          <span className="text-ink-3">, {whyOwner(flow)}</span>
        </Fact>
        <Fact term="Source">
          <Link href={`/sources/${flow.sourceId}`} className="hover:underline">
            {flow.source}
          </Link>
          {flow.environment ? (
            <Badge tone="outline" className="ml-1.5">
              {flow.environment}
            </Badge>
          ) : null}
        </Fact>
        {flow.latest ? (
          <Fact term="Last started">
            <Time iso={new Date(flow.latest.atMs).toISOString()} />
          </Fact>
        ) : null}
        <LastChange flow={flow} />
        <Fact term="First seen">
          <Time iso={flow.firstSeenAt} />
        </Fact>
        <Fact term="Runs">
          {learned ? (
            <span className="inline-flex flex-wrap items-center gap-x-1.5">
              <CalendarClock aria-hidden className="size-3.5 text-ink-3" />
              {scheduleWords(learned)}
              <span className="text-ink-3">learned from {countOf(learned.learnedFrom, 'execution')}</span>
            </span>
          ) : (
            <span className="text-ink-3">in no rhythm that could be learned</span>
          )}
        </Fact>
      </dl>
    </header>
  )
}

function LastChange({ flow: { id, lastChange } }: { flow: FlowDetail }) {
  if (lastChange === null) return null
  return (
    <Fact term="Changed">
      <Link href={`/changes/${lastChange.id}`} prefetch={false} className="hover:underline">
        <Time iso={lastChange.at} />
        {lastChange.who === null ? ', nobody knows by whom' : ` by ${lastChange.who}`}
      </Link>
      <Link
        href={changesHref({ flow: id, range: 'all' })}
        prefetch={false}
        className="ml-2 text-xs text-accent hover:underline"
      >
        Changes
      </Link>
    </Fact>
  )
}

const driftName = (state: DriftState): string => `Against Git: ${DRIFT_WORDS[state].title}`

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <dt className="text-xs text-ink-3">{term}</dt>
      <dd className="min-w-0 text-ink wrap-anywhere">{children}</dd>
    </div>
  )
}

const whyOwner = ({ isOwnedByRule, codeOwner }: FlowDetail): string => {
  if (codeOwner !== null) return `as CODEOWNERS names ${codeOwner}`
  return isOwnedByRule ? 'by a rule' : 'the team of its source'
}
