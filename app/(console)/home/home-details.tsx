import { FailingFlowsCard } from '@/components/home/failing-flows-card'
import { FavouritesCard } from '@/components/home/favourites-card'
import { RecentChangesCard } from '@/components/home/recent-changes-card'
import { RunningCard } from '@/components/home/running-card'
import { TeamHealthCard } from '@/components/home/team-health-card'
import { UnknownCard } from '@/components/home/unknown-card'
import { answered } from '@/db/answered'
import { listFavourites } from '@/db/queries/home-favourites'
import { listTeamHealth } from '@/db/queries/home-teams'
import { listChanges } from '@/db/queries/list-changes'
import type { Scope } from '@/lib/model/scope'
import { RUNNING } from '@/lib/query/built-in-views'
import { DEFAULT_LIST, listAddress } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'
import { COLUMN, COLUMNS } from './columns'
import { failingOf, pulseOf, runningOf } from './figures'

const RUNNING_SHOWN = 8
const CHANGES_SHOWN = 10
const DAY_MS = 86_400_000
const ALL_RUNNING = listAddress({ ...DEFAULT_LIST, q: RUNNING, range: 'all' })

/** What needs somebody, what runs, how the teams fare, what was changed, and what the person looks at most. */
export async function HomeDetails({ scope }: { scope: Scope }) {
  const [pulse, failing, running, teams, favourites, changes] = await Promise.all([
    pulseOf(scope),
    failingOf(scope),
    runningOf(scope),
    answered(() => listTeamHealth(scope)),
    answered(() => listFavourites(scope)),
    answered(() => listChanges(scope, {}, CHANGES_SHOWN)),
  ])
  return (
    // On a phone the cards of both columns take turns, by how much they matter.
    <div className={COLUMNS}>
      <div className={`${COLUMN} lg:col-span-8`}>
        <div className="order-1 min-w-0">
          {failing.known ? (
            <FailingFlowsCard
              failing={failing.value}
              isHeard={pulse.known && pulse.value.executions > 0}
              drifted={pulse.known ? pulse.value.drifted : 0}
            />
          ) : (
            <UnknownCard title="Needs attention" why={failing.why} />
          )}
        </div>
        <div className="order-3 min-w-0">
          {teams.known && failing.known && running.known ? (
            <TeamHealthCard
              teams={teams.value.map((team) => ({
                ...team,
                failing: failing.value.byTeam[team.id] ?? 0,
                running: running.value.byTeam[team.id] ?? 0,
              }))}
              range={lastDays(7)}
            />
          ) : (
            <UnknownCard title="Teams" why={teams.known ? 'too_slow' : teams.why} />
          )}
        </div>
        <div className="order-4 min-w-0">
          {changes.known ? (
            <RecentChangesCard changes={changes.value.slice(0, CHANGES_SHOWN)} />
          ) : (
            <UnknownCard title="Recent changes" why={changes.why} />
          )}
        </div>
      </div>
      <div className={`${COLUMN} lg:col-span-4`}>
        <div className="order-2 min-w-0">
          {running.known ? (
            <RunningCard
              total={running.value.total}
              rows={running.value.longest.slice(0, RUNNING_SHOWN)}
              allHref={ALL_RUNNING}
            />
          ) : (
            <UnknownCard title="Running now" why={running.why} />
          )}
        </div>
        <div className="order-5 min-w-0">
          {favourites.known ? (
            <FavouritesCard flows={favourites.value} />
          ) : (
            <UnknownCard title="Favourites" why={favourites.why} />
          )}
        </div>
      </div>
    </div>
  )
}

/** Whole days of UTC, today the last of them: what the figures are of. */
function lastDays(days: number): string {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  return windowText(today - (days - 1) * DAY_MS, today + DAY_MS)
}
