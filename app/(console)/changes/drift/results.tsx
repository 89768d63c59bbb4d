import { DriftFilterBar } from '@/components/change/drift-filter-bar'
import { DriftTable } from '@/components/change/drift-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { TabLinks } from '@/components/ui/tab-links'
import { answered } from '@/db/answered'
import { countDrift, listDrift } from '@/db/queries/list-drift'
import { listSources } from '@/db/queries/list-sources'
import { listTeams } from '@/db/queries/list-teams'
import { shownDrift } from '@/lib/changes/shown-drift'
import { DRIFT_WORDS } from '@/lib/format/change-words'
import { formatCount } from '@/lib/format/count'
import {
  APART_STATES,
  type DriftAddress,
  driftFilterOf,
  driftHref,
  EDITED_STATES,
  isDriftNarrowed,
} from '@/lib/input/drift-address'
import type { DriftState } from '@/lib/model/flow-change'
import { type Scope, teamsFor } from '@/lib/model/scope'

const PAGE = 50
const TABS: readonly DriftState[] = [...APART_STATES, 'in_sync', 'unknown']

/** The flows that are asked for by how they stand, with how many stand how, and the way to further ones. */
export async function Results({ scope, address }: { scope: Scope; address: DriftAddress }) {
  const filter = driftFilterOf(address)
  const [found, teams, sources] = await Promise.all([
    answered(() => Promise.all([listDrift(scope, filter, PAGE), countDrift(scope, filter)])),
    listTeams(scope),
    listSources(scope),
  ])
  const bar = (
    <DriftFilterBar
      teams={teams.map(({ id, name }) => ({ id, name }))}
      sources={sources.map(({ id, name }) => ({ id, name }))}
    />
  )
  if (!found.known)
    return (
      <>
        {bar}
        <EmptyState kind="unknown" title="How flows stand could not be read">
          <p>{found.why === 'too_slow' ? 'It took too long.' : 'The database does not answer.'}</p>
        </EmptyState>
      </>
    )
  const [rows, counts] = found.value
  const shown = rows.slice(0, PAGE)
  return (
    <>
      <States counts={counts} address={address} />
      {bar}
      {shown.length === 0 ? (
        <Nothing scope={scope} address={address} counts={counts} />
      ) : (
        <DriftTable rows={shown.map(shownDrift)} />
      )}
      <Pages address={address} hasMore={rows.length > PAGE} />
    </>
  )
}

type Counts = Record<DriftState, number>

const sum = (counts: Counts, states: readonly DriftState[]): number =>
  states.reduce((total, state) => total + counts[state], 0)

function States({ counts, address }: { counts: Counts; address: DriftAddress }) {
  const isState = TABS.some((state) => state === address.state)
  return (
    <TabLinks
      label="How flows stand"
      links={[
        {
          href: driftHref({ state: '', flow: '' }, address),
          title: 'Not in sync',
          count: formatCount(sum(counts, APART_STATES)),
          current: !isState && address.state !== 'edited' && address.flow === '',
        },
        {
          href: driftHref({ state: 'edited' }, address),
          title: 'Edited in the tool',
          count: formatCount(sum(counts, EDITED_STATES)),
          current: address.state === 'edited',
        },
        ...TABS.map((state) => ({
          href: driftHref({ state }, address),
          title: <span title={DRIFT_WORDS[state].says}>{DRIFT_WORDS[state].title}</span>,
          count: formatCount(counts[state]),
          current: address.state === state,
        })),
      ]}
    />
  )
}

function Pages({ address, hasMore }: { address: DriftAddress; hasMore: boolean }) {
  const { page } = address
  if (page === 1 && !hasMore) return null
  return (
    <nav aria-label="Pages of flows" className="flex items-center justify-between gap-2 text-sm">
      {page === 1 ? (
        <span />
      ) : (
        <ButtonLink size="sm" href={driftHref({ page: page - 1 }, address)}>
          Flows before
        </ButtonLink>
      )}
      <span className="text-xs text-ink-3 tabular-nums">Page {page}</span>
      {hasMore ? (
        <ButtonLink size="sm" href={driftHref({ page: page + 1 }, address)}>
          More flows
        </ButtonLink>
      ) : (
        <span />
      )}
    </nav>
  )
}

function Nothing({ scope, address, counts }: { scope: Scope; address: DriftAddress; counts: Counts }) {
  if (teamsFor(scope, 'execution.read')?.length === 0)
    return (
      <EmptyState kind="unknown" title="You are in no team that has flows">
        <p>There may be flows that you may not see. Ask an owner of the organization to add you to a team.</p>
      </EmptyState>
    )
  if (isDriftNarrowed(address) || address.page > 1)
    return (
      <EmptyState kind="no-match" title="No flow matches">
        <ButtonLink size="sm" className="mt-2" href={driftHref({ state: address.state })}>
          Show flows of every name, team and source
        </ButtonLink>
      </EmptyState>
    )
  if (sum(counts, TABS) === counts.unknown && address.state !== 'unknown')
    return <NoRepository counts={counts} />
  if (address.state === '' || address.state === 'edited')
    return (
      <EmptyState kind="empty" title="Nothing has drifted">
        <p>
          {formatCount(counts.in_sync)} in sync with Git
          {counts.unknown === 0
            ? '.'
            : `; of ${formatCount(counts.unknown)} it is unknown, as nothing of Git is known of them.`}
        </p>
      </EmptyState>
    )
  return <EmptyState kind="no-match" title="No flow stands so" />
}

function NoRepository({ counts }: { counts: Counts }) {
  return (
    <EmptyState kind="empty" title="No repository says how flows are defined">
      <p>
        {counts.unknown === 0
          ? 'Drift is told once a repository is bound to a source.'
          : `Of ${formatCount(counts.unknown)} flows it is known what runs, and not what Git says of them.`}{' '}
        A repository with rules that say which file defines which flow is all it takes.
      </p>
      <div className="mt-4 flex justify-center">
        <ButtonLink href="/settings/repositories">Add a repository</ButtonLink>
      </div>
    </EmptyState>
  )
}
