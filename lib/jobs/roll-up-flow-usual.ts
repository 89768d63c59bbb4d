import { lastResultOf } from '@/db/store/job-runs'
import {
  type FlowKey,
  flowsWithFigures,
  flowsWrittenSince,
  rollUpFlowUsual as rollUp,
} from '@/db/store/roll-up-flow-usual'
import type { Job, JobContext } from './job'
import { rollUpFlowDays } from './roll-up-flow-days'

const NAME = 'roll-up-flow-usual'
/** Times of updates are those of the processes that write: clocks differ, and a transaction is seen only when it ends. */
const OVERLAP_MS = 60_000
const FLOWS_AT_ONCE = 500

/**
 * Keeps what is usual for each flow seconds behind its figures by day, which it is read from: what those have seen is what this
 * has seen. With each day of UTC the oldest day falls out of the figures of all flows, so then all of them are worked out.
 */
export const rollUpFlowUsual: Job = {
  name: NAME,
  everyMs: 10_000,
  run: async (context) => {
    const { db } = context
    const day = context.now.toISOString().slice(0, 10)
    const source = stateFrom(await lastResultOf(rollUpFlowDays.name, db))
    const last = stateFrom(await lastResultOf(NAME, db))
    if (source.seenUntil === null) return { flows: 0 }
    const seen = { seenUntil: source.seenUntil.toISOString(), day }
    if (last.seenUntil === null || last.day !== day) return rollUpAll(context, seen)
    const sinceMs = Math.min(last.seenUntil.getTime(), source.seenUntil.getTime()) - OVERLAP_MS
    const flows = await flowsWrittenSince(new Date(sinceMs), db)
    for (let at = 0; at < flows.length; at += FLOWS_AT_ONCE) {
      await rollUp(flows.slice(at, at + FLOWS_AT_ONCE), db)
    }
    return { ...seen, flows: flows.length }
  },
}

/** Interrupted, it begins again. */
async function rollUpAll(
  { db, mayGoOn }: JobContext,
  seen: Record<string, string>,
): Promise<Record<string, unknown>> {
  let flows = 0
  let after: FlowKey | null = null
  do {
    if (!(await mayGoOn())) return { flows }
    const some: FlowKey[] = await flowsWithFigures(after, FLOWS_AT_ONCE, db)
    await rollUp(some, db)
    flows += some.length
    after = some.at(-1) ?? null
  } while (after !== null)
  return { ...seen, flows }
}

function stateFrom(result: unknown): { seenUntil: Date | null; day: string } {
  if (typeof result !== 'object' || result === null || !('seenUntil' in result)) {
    return { seenUntil: null, day: '' }
  }
  const at = new Date(String(result.seenUntil))
  return {
    seenUntil: Number.isNaN(at.getTime()) ? null : at,
    day: 'day' in result ? String(result.day) : '',
  }
}
