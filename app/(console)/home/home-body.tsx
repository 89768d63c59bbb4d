import { LiveRefresh } from '@/components/live/live-refresh'
import { EmptyState } from '@/components/ui/empty-state'
import { Part } from '@/components/ui/part'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { pulseOf } from './figures'
import { FirstSteps } from './first-steps'
import { HomeDay } from './home-day'
import { HomeDetails } from './home-details'
import { DaySkeleton, DetailsSkeleton, VerdictSkeleton } from './home-skeleton'
import { HomeVerdict } from './home-verdict'

/** Figures come from rollups that are seconds old: looking more often would show nothing newer. */
const REFRESH_MS = 10_000

/** The page where something has been heard, else what is to be done first. */
export async function HomeBody({ scope }: { scope: Scope }) {
  if (teamsFor(scope, 'execution.read')?.length === 0) {
    return (
      <EmptyState kind="unknown" title="You are in no team whose executions you may read">
        <p>
          There may be executions that you may not see. Ask an owner of the organization to add you to a team.
        </p>
      </EmptyState>
    )
  }
  const pulse = await pulseOf(scope)
  if (pulse.known && pulse.value.heardAt === null) {
    return (
      <>
        <LiveRefresh topics={['executions', 'sources']} />
        <FirstSteps scope={scope} />
      </>
    )
  }
  return (
    <>
      <LiveRefresh topics={['executions', 'changes']} atMostEveryMs={REFRESH_MS} />
      <Part fallback={<VerdictSkeleton />}>{HomeVerdict({ scope })}</Part>
      <Part fallback={<DaySkeleton />}>{HomeDay({ scope })}</Part>
      {/* One part: cards of any height then never push away what is already being read. */}
      <Part fallback={<DetailsSkeleton />}>{HomeDetails({ scope })}</Part>
    </>
  )
}
