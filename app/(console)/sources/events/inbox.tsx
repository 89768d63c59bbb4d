import Link from 'next/link'
import { EventFilterBar } from '@/components/event/event-filter-bar'
import { EventList } from '@/components/event/event-list'
import { NewEvents } from '@/components/event/new-events'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { countEvents, listEvents } from '@/db/queries/list-events'
import { listSources } from '@/db/queries/list-sources'
import { type EventAddress, eventFilterOf, eventSearch, isNarrowed } from '@/lib/input/event-address'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { replayAction } from './actions'

const PAGE = 50

type Props = {
  scope: Scope
  address: EventAddress
  /** Null where events of all sources are looked at. */
  of: { id: string; name: string } | null
  mayReplay: boolean
}

/** Events as they came, what became of each, and the way to have them read again. */
export async function Inbox({ scope, address, of, mayReplay }: Props) {
  const path = of === null ? '/sources/events' : `/sources/${of.id}/events`
  const asked = of === null ? address : { ...address, source: of.id }
  const [found, counts, sources] = await Promise.all([
    listEvents(scope, eventFilterOf(asked, Date.now()), PAGE),
    asked.source === '' ? [] : countEvents(scope, asked.source),
    of === null ? listSources(scope) : [],
  ])
  const shown = found.slice(0, PAGE)
  const isFiltered = isNarrowed(address) || (of === null && address.source !== '')
  if (shown.length === 0 && !isFiltered && address.after === '')
    return <Nothing scope={scope} of={of} asked={asked} />
  return (
    <>
      <EventFilterBar
        types={[...new Set(counts.map(({ type }) => type))]}
        sources={of === null ? sources.map(({ id, name }) => ({ id, name })) : null}
      />
      {address.after === '' ? (
        <NewEvents search={eventSearch(asked)} newest={shown[0]?.id ?? null} sourceId={asked.source} />
      ) : null}
      {shown.length === 0 ? (
        <EmptyState kind="no-match" title="No event matches">
          <ButtonLink size="sm" className="mt-2" href={path}>
            Show all of them
          </ButtonLink>
        </EmptyState>
      ) : (
        <EventList
          key={eventSearch(asked, { after: address.after })}
          events={shown}
          filter={replayFilterOf(asked)}
          showsSource={of === null}
          hasMore={found.length > PAGE}
          replay={mayReplay ? replayAction : null}
        />
      )}
      <nav aria-label="Older and newer events" className="flex justify-between gap-2">
        {address.after === '' ? (
          <span />
        ) : (
          <ButtonLink size="sm" href={hrefOf(path, eventSearch(address))}>
            Newest
          </ButtonLink>
        )}
        {found.length > PAGE ? (
          <ButtonLink size="sm" href={hrefOf(path, eventSearch(address, { after: shown.at(-1)?.id ?? '' }))}>
            Older events
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

const hrefOf = (path: string, search: string): string => (search === '' ? path : `${path}?${search}`)

/** What "all that match" is: times as they are now, so that what comes meanwhile is not among them. */
function replayFilterOf(address: EventAddress): Record<string, string> {
  const { since } = eventFilterOf(address, Date.now())
  const { source, verdict, protocol, type } = address
  return {
    ...{ source, verdict, protocol, type },
    since: since?.toISOString() ?? '',
    until: new Date().toISOString(),
  }
}

function Nothing({ scope, of, asked }: { scope: Scope; of: Props['of']; asked: EventAddress }) {
  if (teamsFor(scope, 'source.read')?.length === 0) {
    return (
      <EmptyState kind="unknown" title="You are in no team that has sources">
        <p>
          There may be events that you may not see. Ask an owner of the organization to add you to a team.
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="empty" title="No event yet">
      <p>
        Webhooks, OpenLineage, uploads and answers of a tool's API are listed here, each with what it became.
        Spans and log records are not events: they are in{' '}
        <Link href="/traces" className="text-accent underline">
          Traces
        </Link>
        .
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {of === null ? (
          <ButtonLink href="/sources/guides">How tools are connected</ButtonLink>
        ) : (
          <>
            <ButtonLink href={`/sources/${asked.source}/connect`}>How to send</ButtonLink>
            <ButtonLink href={`/sources/${asked.source}/rejections`}>What was refused</ButtonLink>
          </>
        )}
      </div>
    </EmptyState>
  )
}
