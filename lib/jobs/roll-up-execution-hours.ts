import { lastResultOf } from '@/db/store/job-runs'
import { rollUpExecutionHours as rollUp } from '@/db/store/roll-up-execution-hours'
import { daysOfExecutions } from '@/db/store/roll-up-flow-days'
import { EXECUTION_HOURS_JOB, rolledUntilOf } from '@/lib/charts/rolled-stretch'
import type { Job, JobContext } from './job'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Clocks of the processes that write differ, and a transaction is seen only when it ends. */
const OVERLAP_MS = MINUTE_MS
const SWEEP_DAYS = 15

/** Keeps the counts by hour seconds behind the executions. How far it has seen is in its record, and readers ask that. */
export const rollUpExecutionHours: Job = {
  name: EXECUTION_HOURS_JOB,
  everyMs: 10_000,
  run: async (context) => {
    const { db, now } = context
    const seenMs = rolledUntilOf(await lastResultOf(EXECUTION_HOURS_JOB, db))
    if (seenMs === null) return rollUpAll(context)
    const sinceUpdated = new Date(Math.min(seenMs, now.getTime()) - OVERLAP_MS)
    return { hours: await rollUp(db, { sinceUpdated }), seenUntil: now.toISOString() }
  },
}

/** Once a day the last fortnight from scratch: what was deleted leaves no time of update behind to be found by. */
export const sweepExecutionHours: Job = {
  name: 'sweep-execution-hours',
  everyMs: DAY_MS,
  run: async ({ db, now, mayGoOn }) => {
    let hours = 0
    for (let back = 0; back < SWEEP_DAYS && (await mayGoOn()); back++) {
      const to = new Date(now.getTime() - back * DAY_MS)
      hours += await rollUp(db, { from: new Date(to.getTime() - DAY_MS), to })
    }
    return { hours }
  },
}

/** The first time, day by day; interrupted, it begins again. */
async function rollUpAll({ db, now, mayGoOn }: JobContext): Promise<Record<string, unknown>> {
  let hours = 0
  const span = await daysOfExecutions(db)
  for (let ms = span ? Date.parse(span.first) : 0; span && ms <= Date.parse(span.last); ms += DAY_MS) {
    if (!(await mayGoOn())) return { hours }
    hours += await rollUp(db, { from: new Date(ms), to: new Date(ms + DAY_MS) })
  }
  return { hours, seenUntil: now.toISOString() }
}
