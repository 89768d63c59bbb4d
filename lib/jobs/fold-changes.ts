import { foldChangeTellings } from '@/db/store/fold-change-tellings'
import { foldChangedFlows } from '@/db/store/fold-changed-flows'
import { lastResultOf } from '@/db/store/job-runs'
import { rollUpExecutedVersions } from '@/db/store/roll-up-executed-versions'
import { settleAllPersons } from '@/db/store/settle-persons'
import { countedUntilOf } from '@/lib/charts/counted-parts'
import type { Job, JobContext } from './job'

const NAME = 'fold-changes'
/** Clocks of the processes that write differ, and a transaction is seen only when it ends. */
const OVERLAP_MS = 60_000
const FIRST_MS = 30 * 24 * 60 * 60_000

/**
 * Keeps versions, changes and drift seconds behind what was told of them: what events said goes to the flows that it is
 * about, what executions ran is noted, and each flow of which something new is known is folded anew.
 */
export const foldChanges: Job = {
  name: NAME,
  everyMs: 3_000,
  run: async (context) => {
    const { db, now, mayGoOn } = context
    let tellings = 0
    for (let more = -1; more !== 0 && (await mayGoOn()); tellings += more) more = await foldChangeTellings(db)
    const versions = await rollUpExecutedVersions(db, await seenUntil(context))
    let flows = 0
    for (let more = -1; more !== 0 && (await mayGoOn()); flows += more)
      more = await foldChangedFlows(db, now, mayGoOn)
    const persons = tellings + flows > 0 ? await settleAllPersons(db) : 0
    return { tellings, versions, flows, persons, seenUntil: now.toISOString() }
  },
}

/** The first time, what ran in the last month; what ran before is noted as the events of it say so. */
async function seenUntil({ db, now }: JobContext): Promise<Date> {
  const seenMs = countedUntilOf(await lastResultOf(NAME, db)) ?? now.getTime() - FIRST_MS
  return new Date(Math.min(seenMs, now.getTime()) - OVERLAP_MS)
}
