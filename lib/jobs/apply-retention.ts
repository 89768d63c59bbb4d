import { deleteLateRows, dropPartitionsBefore } from '@/db/partitions'
import { listRetention } from '@/db/queries/list-retention'
import {
  boundRejections,
  deleteEventsBefore,
  deleteExecutionsBefore,
  deleteRunOut,
  deleteTracesBefore,
} from '@/db/store/delete-expired'
import { deleteLineageBefore } from '@/db/store/delete-lineage'
import { deleteExecutionCountsBefore } from '@/db/store/roll-up-execution-counts'
import { deleteFlowDaysBefore } from '@/db/store/roll-up-flow-days'
import type { Job, JobContext } from './job'

const DAY_MS = 86_400_000
const LATE_DAYS = 14
const BATCH_ROWS = 1_000

/** Lets go of what is older than its organization keeps it: whole days by dropping partitions, the rest in small batches. */
export const applyRetention: Job = {
  name: 'apply-retention',
  everyMs: 3_600_000,
  run: async (context) => {
    const { db, now } = context
    const all = await listRetention(db)
    if (all.length === 0) return {}
    // A day's partition holds every organization's spans: it goes when the last of them lets go.
    const longest = (days: keyof (typeof all)[number] & `${string}Days`) =>
      Math.max(...all.map((one) => one[days]))
    const spansDropped = await dropPartitionsBefore(db, 'spans', daysBefore(now, longest('spanDays')))
    const logsDropped = await dropPartitionsBefore(db, 'log_records', daysBefore(now, longest('logDays')))
    const bodiesDropped = await dropPartitionsBefore(
      db,
      'event_bodies',
      daysBefore(now, longest('eventDays')),
    )

    const deleted = { lateSpans: 0, lateLogs: 0, traces: 0, executions: 0, lineage: 0, events: 0, runOut: 0 }
    for (const { orgId, spanDays, executionDays, eventDays } of all) {
      const late = daysBefore(now, LATE_DAYS)
      const executionsBefore = daysBefore(now, executionDays)
      deleted.lateSpans += await inBatches(context, (rows) => deleteLateRows(db, 'spans', orgId, late, rows))
      deleted.lateLogs += await inBatches(context, (rows) =>
        deleteLateRows(db, 'log_records', orgId, late, rows),
      )
      deleted.traces += await inBatches(context, (rows) =>
        deleteTracesBefore(orgId, daysBefore(now, spanDays), rows, db),
      )
      deleted.executions += await inBatches(context, (rows) =>
        deleteExecutionsBefore(orgId, executionsBefore, rows, db),
      )
      deleted.lineage += await inBatches(context, (rows) =>
        deleteLineageBefore(orgId, executionsBefore, rows, db),
      )
      const eventsBefore = daysBefore(now, eventDays)
      deleted.events += await inBatches(context, (rows) => deleteEventsBefore(orgId, eventsBefore, rows, db))
      await inBatches(context, (rows) => deleteLateRows(db, 'event_bodies', orgId, eventsBefore, rows))
      await deleteExecutionCountsBefore(orgId, executionsBefore, db)
      await deleteFlowDaysBefore(orgId, executionsBefore.toISOString().slice(0, 10), db)
      deleted.runOut += await deleteRunOut(orgId, now, executionsBefore, db)
    }
    return { spansDropped, logsDropped, bodiesDropped, ...deleted, rejections: await boundRejections(db) }
  },
}

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS)

async function inBatches(
  { mayGoOn }: JobContext,
  deleteBatch: (rows: number) => Promise<number>,
): Promise<number> {
  let total = 0
  while (await mayGoOn()) {
    const deleted = await deleteBatch(BATCH_ROWS)
    total += deleted
    if (deleted < BATCH_ROWS) break
  }
  return total
}
