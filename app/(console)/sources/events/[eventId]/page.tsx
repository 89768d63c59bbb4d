import type { Metadata } from 'next'
import { EventFacts } from '@/components/event/event-facts'
import { EventSaid } from '@/components/event/event-said'
import { ReplayDialog } from '@/components/event/replay-dialog'
import { VerdictBadge } from '@/components/event/verdict-badge'
import { NamePlace } from '@/components/frame/name-place'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { getEvent } from '@/db/queries/get-event'
import { getSource } from '@/db/queries/get-source'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { verdictWords } from '@/lib/format/event-words'
import { mayIn } from '@/lib/model/scope'
import { replayAction } from '../actions'

export const metadata: Metadata = { title: 'Event' }

type Props = { params: Promise<{ eventId: string }> }

/** One event: what it said, what read it, and what it became. */
export default async function EventPage({ params }: Props) {
  const scope = await requireViewer()
  const event = await orNotFound(getEvent(scope, (await params).eventId))
  const source = await orNotFound(getSource(scope, event.sourceId))
  return (
    <div className="flex flex-col gap-6">
      <NamePlace id={event.id} name={event.type} />
      <PageHeader
        title={<span className="font-mono text-lg wrap-anywhere">{event.type}</span>}
        description={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <VerdictBadge verdict={event.verdict} />
            {verdictWords(event.verdict).about}
          </span>
        }
        actions={
          <>
            <ButtonLink href={`/sources/${source.id}/events`}>Events of {source.name}</ButtonLink>
            {event.body !== null && mayIn(scope, 'source.write', source.teamId) ? (
              <ReplayDialog label="Replay" size="md" of={{ ids: [event.id] }} action={replayAction} />
            ) : null}
          </>
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <EventSaid body={event.body} />
        <EventFacts event={event} />
      </div>
    </div>
  )
}
