import {
  assignFlow,
  findReassigned,
  moveExecutions,
  moveStrays,
  organizationsWithRules,
} from '@/db/store/apply-ownership'
import type { Job, JobContext } from './job'

const BATCH_ROWS = 1_000
const EVERY_MS = 15_000
/** Receivers read the rules every ten seconds, and a worker may have been away for a while. */
const STRAYS_MS = 5 * 60_000

/** Gives flows, and the executions that there are, to the teams that the rules of ownership name now. */
export const applyOwnership: Job = {
  name: 'apply-ownership',
  everyMs: EVERY_MS,
  run: async (context) => {
    const { db, now, mayGoOn } = context
    let flows = 0
    let executions = 0
    for (const orgId of await organizationsWithRules(db)) {
      for (const flow of await findReassigned(orgId, db)) {
        if (!(await mayGoOn())) return { flows, executions }
        if (flow.isMoved) executions += await inBatches(context, () => moveExecutions(flow, BATCH_ROWS, db))
        // Not all of them were moved: the flow is found again the next time.
        if (!(await mayGoOn())) return { flows, executions }
        await assignFlow(flow, db)
        flows++
      }
      const since = new Date(now.getTime() - STRAYS_MS)
      executions += await inBatches(context, () => moveStrays(orgId, since, BATCH_ROWS, db))
    }
    return { flows, executions }
  },
}

async function inBatches({ mayGoOn }: JobContext, moveBatch: () => Promise<number>): Promise<number> {
  let total = 0
  while (await mayGoOn()) {
    const moved = await moveBatch()
    total += moved
    if (moved < BATCH_ROWS) break
  }
  return total
}
