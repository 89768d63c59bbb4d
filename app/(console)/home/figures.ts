import { cache } from 'react'
import { answered } from '@/db/answered'
import { listFailingFlows } from '@/db/queries/home-failing'
import { getPulse } from '@/db/queries/home-pulse'
import { listRunningNow } from '@/db/queries/home-running'
import { isLongerThan, usualOf } from '@/lib/charts/running-bar'
import type { RunningExecution } from '@/lib/model/home'
import type { Scope } from '@/lib/model/scope'

// Asked for by several parts of the page, and once a request.

/** Whether anything is heard. */
export const pulseOf = cache((scope: Scope) => answered(() => getPulse(scope)))

/** The flows that are failing. */
export const failingOf = cache((scope: Scope) => answered(() => listFailingFlows(scope)))

/** What runs, each with what is usual for its flow. */
export const runningOf = cache((scope: Scope) =>
  answered(async () => {
    const { total, byTeam, longest } = await listRunningNow(scope)
    const nowMs = Date.now()
    const rows = longest.map((execution) => against(execution, nowMs))
    return { total, byTeam, rows: rows.toSorted((a, b) => Number(b.isLonger) - Number(a.isLonger)) }
  }),
)

function against({ durations, ...execution }: RunningExecution, nowMs: number) {
  const usual = usualOf(durations)
  return {
    ...execution,
    usual,
    isLonger: usual !== null && isLongerThan(nowMs - execution.startedAtMs, usual),
  }
}
