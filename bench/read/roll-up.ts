import type { Database } from '@/db/client'
import { lastResultOf, noteJobEnd, noteJobStart } from '@/db/store/job-runs'
import { indexAttributes } from '@/lib/jobs/index-attributes'
import { rollUpExecutionCounts } from '@/lib/jobs/roll-up-execution-counts'
import { rollUpFlowDays } from '@/lib/jobs/roll-up-flow-days'
import { rollUpFlowUsual } from '@/lib/jobs/roll-up-flow-usual'

/** The worker's own jobs that pages rely on, each after what it is made from. */
const JOBS = [rollUpFlowDays, rollUpFlowUsual, rollUpExecutionCounts, indexAttributes]

/** Does what the worker does behind the writers, as it does it; then vacuums if any of it was done for the first time. */
export async function catchUp({ db, pool }: Database, now: Date, say: (line: string) => void): Promise<void> {
  let isFirst = false
  for (const job of JOBS) {
    const began = performance.now()
    isFirst ||= (await lastResultOf(job.name, db)) === null
    await noteJobStart(job.name, now, db)
    const result = await job.run({ db, now, mayGoOn: async () => true })
    await noteJobEnd(job.name, { finishedAt: new Date(), error: null, result }, db)
    say(`${job.name}: ${Math.round((performance.now() - began) / 1000)} s`)
  }
  if (isFirst) await pool.query('vacuum analyze')
}
