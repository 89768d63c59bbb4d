import { countQuestions } from '@/db/queries/count-questions'
import { listFailingFlows } from '@/db/queries/home-failing'
import { getFirstSteps } from '@/db/queries/home-first-steps'
import { getPulse, PULSE_CAP } from '@/db/queries/home-pulse'
import { listRunningNow } from '@/db/queries/home-running'
import { listSilentSources } from '@/db/queries/home-silent-sources'
import { listTeamHealth } from '@/db/queries/home-teams'
import { getHomeOperation } from '@/lib/api/home-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(getHomeOperation, async ({ scope }) => {
  const [pulse, failing, running, teams, silentSources, questions] = await Promise.all([
    getPulse(scope),
    listFailingFlows(scope),
    listRunningNow(scope),
    listTeamHealth(scope),
    listSilentSources(scope),
    countQuestions(scope),
  ])
  const { heardAt, executions, broken, drifted } = pulse
  return {
    heardAt,
    lastDay: { executions, broken, cap: PULSE_CAP },
    failing,
    drifted,
    questions,
    running: {
      ...running,
      longest: running.longest.map((each) => ({ ...each, startedAt: isoOfMs(each.startedAtMs) })),
    },
    teams: teams.map((team) => ({
      ...team,
      failing: failing.byTeam[team.id] ?? 0,
      running: running.byTeam[team.id] ?? 0,
    })),
    silentSources,
    firstSteps: heardAt === null ? await getFirstSteps(scope) : null,
  }
})
