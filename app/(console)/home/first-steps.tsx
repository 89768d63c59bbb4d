import { FirstStepsCard, type Step } from '@/components/home/first-steps-card'
import { getFirstSteps } from '@/db/queries/home-first-steps'
import { mayIn, type Scope, teamsFor } from '@/lib/model/scope'

/** What is to be done before there is anything to look at; only what this person may do. */
export async function FirstSteps({ scope }: { scope: Scope }) {
  const { sources, newestSourceId, hasHeard, people } = await getFirstSteps(scope)
  const writable = teamsFor(scope, 'source.write')
  const mayConnect = writable === null || writable.length > 0
  const mayInvite = mayIn(scope, 'member.write', null) || (teamsFor(scope, 'member.write') ?? []).length > 0
  const steps: Step[] = [
    {
      title: 'Connect a source',
      about:
        'One tool or program that speaks OpenTelemetry. It gets a token of its own and what to paste where.',
      isDone: sources > 0,
      href: mayConnect ? '/sources/new' : '/sources',
      action: mayConnect ? 'New source' : 'Sources',
    },
    {
      title: 'See the first event',
      about: hasHeard
        ? 'Something arrived, but no execution was recognised in it yet: its traces show what was sent.'
        : 'Send something and watch it arrive.',
      isDone: false,
      href: hasHeard
        ? '/traces'
        : newestSourceId === null
          ? '/sources'
          : `/sources/${newestSourceId}/connect`,
      action: hasHeard ? 'Look at traces' : 'What to send',
    },
  ]
  if (mayInvite) {
    steps.push({
      title: 'Invite people',
      about: 'By a link, with a role in each team. Each sees what their teams own.',
      isDone: people > 1,
      href: '/settings/members',
      action: 'Members',
    })
  }
  if (mayIn(scope, 'sample.write', null)) {
    steps.push({
      title: 'Or look around first',
      about:
        'Two weeks of a simulated company, through the same receivers, marked as sample and removed in one click.',
      isDone: false,
      href: '/sample',
      action: 'Sample data',
    })
  }
  return (
    <>
      <p className="text-lg font-medium text-ink">
        {scope.isOwner ? 'Nothing has been heard yet.' : 'Nothing of your teams has been heard yet.'}
      </p>
      <FirstStepsCard steps={steps} />
    </>
  )
}
