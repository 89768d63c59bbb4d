import { lastResultOf } from '@/db/store/job-runs'
import { rollUpExecutionCounts as rollUp } from '@/db/store/roll-up-execution-counts'
import { daysOfExecutions } from '@/db/store/roll-up-flow-days'
import { countedUntilOf, EXECUTION_COUNTS_JOB } from '@/lib/charts/counted-parts'
import type { Job, JobContext } from './job'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Clocks of the processes that write differ, and a transaction is seen only when it ends. */
const OVERLAP_MS = MINUTE_MS
const SWEEP_DAYS = 15

/** Keeps the counts seconds behind the executions. How far it has seen is in its record, and readers ask that. */
export const rollUpExecutionCounts: Job = {
  name: EXECUTION_COUNTS_JOB,
  everyMs: 10_000,
  run: async (context) => {
    const { db, now } = context
    const seenMs = countedUntilOf(await lastResultOf(EXECUTION_COUNTS_JOB, db))
    if (seenMs === null) return rollUpAll(context)
    const sinceUpdated = new Date(Math.min(seenMs, now.getTime()) - OVERLAP_MS)
    return { stretches: await rollUp(db, { sinceUpdated }), seenUntil: now.toISOString() }
  },
}

/** Once a day the last fortnight from scratch: what was deleted leaves no time of update behind to be found by. */
export const sweepExecutionCounts: Job = {
  name: 'sweep-execution-counts',
  everyMs: DAY_MS,
  run: async ({ db, now, mayGoOn }) => {
    let stretches = 0
    for (let back = 0; back < SWEEP_DAYS && (await mayGoOn()); back++) {
      const to = new Date(now.getTime() - back * DAY_MS)
      stretches += await rollUp(db, { from: new Date(to.getTime() - DAY_MS), to })
    }
    return { stretches }
  },
}

/** The first time, day by day; interrupted, it begins again. */
async function rollUpAll({ db, now, mayGoOn }: JobContext): Promise<Record<string, unknown>> {
  let stretches = 0
  const span = await daysOfExecutions(db)
  for (let ms = span ? Date.parse(span.first) : 0; span && ms <= Date.parse(span.last); ms += DAY_MS) {
    if (!(await mayGoOn())) return { stretches }
    stretches += await rollUp(db, { from: new Date(ms), to: new Date(ms + DAY_MS) })
  }
  return { stretches, seenUntil: now.toISOString() }
}
