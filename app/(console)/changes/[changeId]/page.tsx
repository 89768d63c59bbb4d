import type { Metadata } from 'next'
import { createLoader, parseAsStringLiteral, type SearchParams } from 'nuqs/server'
import { HistoryLink } from '@/components/audit/history-link'
import { AskedNote } from '@/components/change/asked-note'
import { ChangeFacts } from '@/components/change/change-facts'
import { ChangeNotes } from '@/components/change/change-notes'
import { ChangeReason } from '@/components/change/change-reason'
import { DifferenceTable } from '@/components/change/difference-table'
import { DriftBadge } from '@/components/change/drift-badge'
import { EffectStrip } from '@/components/change/effect-strip'
import { SeenAnswer } from '@/components/change/seen-answer'
import { TextDiff } from '@/components/change/text-diff'
import { WitnessList } from '@/components/change/witness-list'
import { NamePlace } from '@/components/frame/name-place'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { getChange } from '@/db/queries/get-change'
import { refuseThing } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { CLASS_WORDS } from '@/lib/format/change-words'
import type { ChangeDetail } from '@/lib/model/listed-change'
import { mayIn } from '@/lib/model/scope'
import { noteOnChangeAction, seeAnswerAction } from '../actions'

export const metadata: Metadata = { title: 'Change' }

type Props = { params: Promise<{ changeId: string }>; searchParams: Promise<SearchParams> }

const LOOKS = ['side', 'inline'] as const
const loadLook = createLoader({ look: parseAsStringLiteral(LOOKS).withDefault('side') })

/** One change: what was different, who did it and why, what says so, and what came of it. */
export default async function ChangePage({ params, searchParams }: Props) {
  const [scope, { changeId }, { look }] = await Promise.all([requireViewer(), params, loadLook(searchParams)])
  const of = await getChange(scope, changeId)
  if (of === null) refuseThing(scope, 'change', changeId)
  const mayAnnotate = mayIn(scope, 'execution.annotate', of.teamId)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-5 px-4 py-6 sm:px-6">
      <NamePlace id={of.id} name={of.name} />
      <LiveRefresh topics={[`change:${of.id}`]} />
      <PageHeader title={of.summary} description={<Description of={of} />} actions={<Ways of={of} />} />
      {of.isUnexplained ? (
        <p
          role="alert"
          className="rounded-md border border-warning/50 bg-warning/5 px-3 py-2 text-sm text-ink"
        >
          The definition is another than before, and no commit, edit or person explains it. Whoever knows can
          give the reason below; a witness that comes later is joined to it.
        </p>
      ) : null}
      {of.question === null ? null : (
        <AskedNote
          question={of.question}
          isMine={of.question.of.some(({ id }) => id === scope.userId)}
          mayAnswer={mayAnnotate}
          mergesHref={mayIn(scope, 'member.write', null) ? '/settings/people' : null}
        />
      )}
      {of.isAnswerNew ? (
        <>
          <p
            role="status"
            className="rounded-md border border-success/40 bg-success/7 px-3 py-2 text-sm text-ink"
          >
            Your question was answered since you last looked.
          </p>
          <SeenAnswer changeId={of.id} action={seeAnswerAction} />
        </>
      ) : null}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <What of={of} look={look} />
          <Card>
            <CardHeader
              title="Witnesses"
              description="What tells of this change, and where that can be read."
            />
            <WitnessList witnesses={of.change.witnesses} actors={of.actors} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Card>
            <CardHeader title="Who and how" />
            <ChangeFacts of={of} />
          </Card>
          <Card>
            <CardHeader title="Why" />
            <CardBody className="text-sm">
              <ChangeReason reason={of.reason} merge={of.merge} tickets={of.tickets} />
            </CardBody>
          </Card>
          {of.flowId === null ? null : (
            <Card>
              <CardHeader title="After it" description="The next executions of the flow." />
              <CardBody>
                <EffectStrip before={[]} from={of.effect} />
              </CardBody>
            </Card>
          )}
          <Card>
            <CardHeader title="Words" />
            <ChangeNotes
              changeId={of.id}
              notes={of.notes}
              hasReason={of.hasReason}
              action={mayAnnotate ? noteOnChangeAction : null}
            />
          </Card>
        </div>
      </div>
    </div>
  )
}

function Description({ of }: { of: ChangeDetail }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Time iso={of.at.toISOString()} />
      <span>
        {of.name} · {of.source} · {of.team}
      </span>
      {of.classes.map((each) => (
        <Badge key={each} tone="outline">
          {CLASS_WORDS[each]}
        </Badge>
      ))}
      {of.drift === null || of.drift === 'unknown' ? null : <DriftBadge state={of.drift} />}
    </span>
  )
}

function Ways({ of: { id, flowId, previousId, nextId } }: { of: ChangeDetail }) {
  return (
    <>
      <HistoryLink kind="change" id={id} />
      {previousId === null ? null : <ButtonLink href={`/changes/${previousId}`}>Change before</ButtonLink>}
      {nextId === null ? null : <ButtonLink href={`/changes/${nextId}`}>Change after</ButtonLink>}
      {flowId === null ? null : <ButtonLink href={`/flows/${flowId}?tab=versions`}>The flow</ButtonLink>}
    </>
  )
}

function What({ of, look }: { of: ChangeDetail; look: (typeof LOOKS)[number] }) {
  const { differences, fields } = of.change
  const told =
    differences.length > 0 ? differences : fields.map(({ name, ...field }) => ({ path: name, ...field }))
  const [before, after] = [of.before?.text ?? null, of.after?.text ?? null]
  const hasText = before !== null && after !== null
  return (
    <>
      <Card>
        <CardHeader
          title="What it means"
          description="Formatting, comments and the order of what has none are left out."
        />
        {told.length === 0 ? (
          <CardBody className="text-sm text-ink-3">
            {hasText || of.change.beforeHash === null
              ? 'No single difference can be named.'
              : 'Only that it is another definition is known: the tool gives no text.'}
          </CardBody>
        ) : (
          <DifferenceTable differences={told} />
        )}
      </Card>
      {after === null ? null : (
        <Card>
          <CardHeader
            title="The text"
            description={
              hasText
                ? `${versionWords(of.before)} against ${versionWords(of.after)}`
                : versionWords(of.after)
            }
          />
          <TextDiff
            before={before ?? ''}
            after={after}
            look={look}
            hrefOf={(each) => `/changes/${of.id}${each === 'side' ? '' : '?look=inline'}`}
          />
        </Card>
      )}
    </>
  )
}

const versionWords = (of: ChangeDetail['after']): string =>
  of?.number == null ? 'A version before the first that is kept' : `Version ${of.number}`
