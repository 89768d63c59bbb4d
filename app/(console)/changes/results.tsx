import { ChangeFilterBar } from '@/components/change/change-filter-bar'
import { ChangeList } from '@/components/change/change-list'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { listChanges } from '@/db/queries/list-changes'
import { listSources } from '@/db/queries/list-sources'
import { listTeams } from '@/db/queries/list-teams'
import { shownChanges } from '@/lib/changes/shown-change'
import { type ChangeAddress, changeFilterOf, changesHref, isNarrowed } from '@/lib/input/change-address'
import { type Scope, teamsFor } from '@/lib/model/scope'

const PAGE = 50

/** The changes that are asked for, with what they can be narrowed to, and the way to older ones. */
export async function Results({ scope, address }: { scope: Scope; address: ChangeAddress }) {
  const [found, teams, sources] = await Promise.all([
    answered(() => listChanges(scope, changeFilterOf(address, Date.now()), PAGE)),
    listTeams(scope),
    listSources(scope),
  ])
  const bar = (
    <ChangeFilterBar
      teams={teams.map(({ id, name }) => ({ id, name }))}
      sources={sources.map(({ id, name }) => ({ id, name }))}
    />
  )
  if (!found.known)
    return (
      <>
        {bar}
        <EmptyState kind="unknown" title="The changes could not be read">
          <p>{found.why}</p>
        </EmptyState>
      </>
    )
  const shown = found.value.slice(0, PAGE)
  return (
    <>
      {bar}
      {shown.length === 0 ? (
        <Nothing scope={scope} address={address} />
      ) : (
        <ChangeList changes={shownChanges(shown)} address={address} />
      )}
      <nav aria-label="Older and newer changes" className="flex justify-between gap-2">
        {address.after === '' ? (
          <span />
        ) : (
          <ButtonLink size="sm" href={changesHref({}, address)}>
            Newest
          </ButtonLink>
        )}
        {found.value.length > PAGE ? (
          <ButtonLink size="sm" href={changesHref({ after: shown.at(-1)?.id ?? '' }, address)}>
            Older changes
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}

function Nothing({ scope, address }: { scope: Scope; address: ChangeAddress }) {
  if (teamsFor(scope, 'execution.read')?.length === 0)
    return (
      <EmptyState kind="unknown" title="You are in no team that has flows">
        <p>
          There may be changes that you may not see. Ask an owner of the organization to add you to a team.
        </p>
      </EmptyState>
    )
  if (isNarrowed(address) || address.after !== '')
    return (
      <EmptyState kind="no-match" title="No change matches">
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          {address.range === 'all' ? null : (
            <ButtonLink size="sm" href={changesHref({ range: 'all' }, address)}>
              Look at any time
            </ButtonLink>
          )}
          <ButtonLink size="sm" href="/changes">
            Show all of the last week
          </ButtonLink>
        </div>
      </EmptyState>
    )
  if (address.range !== 'all')
    return (
      <EmptyState kind="no-match" title="Nothing was changed in this time">
        <ButtonLink size="sm" className="mt-2" href={changesHref({ range: 'all' }, address)}>
          Look at any time
        </ButtonLink>
      </EmptyState>
    )
  return (
    <EmptyState kind="empty" title="No change is known yet">
      <p>
        Changes come from what tools tell of their definitions (polls of Kestra, Airflow, Airbyte; webhooks of
        Prefect and Terraform), from pushes and merges that Git hosts send, and from repositories that are
        read.
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <ButtonLink href="/settings/repositories">Add a repository</ButtonLink>
        <ButtonLink href="/sources/guides">How tools are connected</ButtonLink>
      </div>
    </EmptyState>
  )
}
