import type { Db } from '@/db/client'
import {
  countSample,
  deleteSampleExecutions,
  deleteSampleRest,
  deleteSampleTraces,
  type TraceCursor,
} from '@/db/store/delete-sample'
import { changeSample, type SampleRow } from '@/db/store/sample-row'
import { systemScope } from '@/lib/auth/system-scope'

const ROWS = 500

/** Deletes everything of the sample in batches, noting how far it is. What was deleted before a crash needs no second time. */
export async function removeSampleRows(of: {
  db: Db
  orgId: string
  row: SampleRow
  mayGoOn: () => Promise<boolean>
}): Promise<void> {
  const { db, orgId, row, mayGoOn } = of
  const sourceIds = Object.values(row.sources)
  const total = row.done + (await countSample(orgId, sourceIds, db))
  let { done } = row
  const note = async (deleted: number): Promise<boolean> => {
    done += deleted
    await changeSample(db, orgId, 'removing', { done, total })
    return mayGoOn()
  }
  if (!(await note(0))) return
  for (let deleted = ROWS; deleted === ROWS; ) {
    deleted = await deleteSampleExecutions(orgId, sourceIds, ROWS, db)
    if (!(await note(deleted))) return
  }
  for (let after: TraceCursor | null = null; ; ) {
    const batch = await deleteSampleTraces(orgId, sourceIds, { after, rows: ROWS }, db)
    if (batch === null) break
    after = batch.cursor
    if (!(await note(batch.deleted))) return
  }
  await deleteSampleRest(systemScope(orgId, 'sample'), db)
}
