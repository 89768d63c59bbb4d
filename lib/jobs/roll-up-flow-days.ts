import { lastResultOf } from '@/db/store/job-runs'
import { daysOfExecutions, rollUpFlowDays as rollUp } from '@/db/store/roll-up-flow-days'
import type { Job, JobContext } from './job'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Times of updates are those of the processes that write: clocks differ, and a transaction is seen only when it ends. */
const OVERLAP_MS = MINUTE_MS
const SWEEP_DAYS = 15
const NAME = 'roll-up-flow-days'

/**
 * Keeps the figures of flows by day no more than some seconds behind the executions. What it has seen is in its record: everything
 * that was written since then is looked at once more, in steps of an hour where there is much to make up for.
 */
export const rollUpFlowDays: Job = {
  name: NAME,
  everyMs: 10_000,
  run: async (context) => {
    const { db, now, mayGoOn } = context
    const seen = seenUntil(await lastResultOf(NAME, db))
    if (seen === null) return rollUpAll(context)
    let flowDays = 0
    let sinceMs = Math.min(seen.getTime(), now.getTime()) - OVERLAP_MS
    while (now.getTime() - sinceMs > HOUR_MS) {
      if (!(await mayGoOn())) return { seenUntil: new Date(sinceMs + OVERLAP_MS).toISOString(), flowDays }
      const sinceUpdated = new Date(sinceMs)
      sinceMs += HOUR_MS
      flowDays += await rollUp(db, { sinceUpdated, untilUpdated: new Date(sinceMs) })
    }
    flowDays += await rollUp(db, { sinceUpdated: new Date(sinceMs) })
    return { seenUntil: now.toISOString(), flowDays }
  },
}

/** Once a day the last fortnight from scratch: what was deleted leaves no time of update behind to be found by. */
export const sweepFlowDays: Job = {
  name: 'sweep-flow-days',
  everyMs: DAY_MS,
  run: async ({ db, now, mayGoOn }) => {
    let flowDays = 0
    for (let back = 0; back < SWEEP_DAYS && (await mayGoOn()); back++) {
      const day = dayOf(now.getTime() - back * DAY_MS)
      flowDays += await rollUp(db, { days: [day, day] })
    }
    return { flowDays }
  },
}

/** The first time, day by day; interrupted, it begins again. */
async function rollUpAll({ db, now, mayGoOn }: JobContext): Promise<Record<string, unknown>> {
  let flowDays = 0
  const span = await daysOfExecutions(db)
  for (let ms = span ? Date.parse(span.first) : 0; span && ms <= Date.parse(span.last); ms += DAY_MS) {
    if (!(await mayGoOn())) return { flowDays }
    flowDays += await rollUp(db, { days: [dayOf(ms), dayOf(ms)] })
  }
  return { seenUntil: now.toISOString(), flowDays }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

function seenUntil(result: unknown): Date | null {
  if (typeof result !== 'object' || result === null || !('seenUntil' in result)) return null
  const at = new Date(String(result.seenUntil))
  return Number.isNaN(at.getTime()) ? null : at
}
