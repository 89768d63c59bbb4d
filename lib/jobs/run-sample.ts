import { randomUUID } from 'node:crypto'
import type { Db } from '@/db/client'
import { isOutage } from '@/db/outage'
import { releaseLease, takeLease } from '@/db/store/leases'
import { changeSample, listSampleWork, type SampleRow } from '@/db/store/sample-row'
import { log } from '@/lib/log'
import { loadSample } from './load-sample'
import { type Background, keepLooking } from './look-loop'
import { removeSampleRows } from './remove-sample'
import { type SendSample, sampleSender } from './send-sample'

const LEASE = { name: 'sample', ttlMs: 30_000 }
const LOOK_MS = 2_000

/**
 * Does what is asked for of sample data, beside the worker's jobs, which shall not wait for it. Whoever has the lease does
 * it; what a process that died left half done is taken up by the next.
 */
export function startSampleRunner(db: Db, endpoints: readonly string[]): Background {
  const stopping = new AbortController()
  const send = sampleSender(endpoints, stopping.signal)
  return keepLooking({
    everyMs: LOOK_MS,
    look: () => runSample(db, send, () => !stopping.signal.aborted),
    abort: () => stopping.abort(),
    logger: 'worker',
    failed: 'no sample data',
  })
}

/** Does all that is asked for now; nothing while another process does it. */
export async function runSample(
  db: Db,
  send: SendSample,
  isWanted: () => boolean = () => true,
): Promise<void> {
  const work = await listSampleWork(db)
  if (work.length === 0) return
  const holder = randomUUID()
  const lease = await takeLease({ ...LEASE, holder, now: new Date() }, db)
  if (lease === null) return
  const mayGoOn = async () =>
    isWanted() && (await takeLease({ ...LEASE, holder, now: new Date() }, db))?.epoch === lease.epoch
  try {
    for (const { orgId, row } of work) await runOne({ db, orgId, row, send, mayGoOn })
  } finally {
    await releaseLease(lease, new Date(), db)
  }
}

async function runOne(work: {
  db: Db
  orgId: string
  row: SampleRow
  send: SendSample
  mayGoOn: () => Promise<boolean>
}): Promise<void> {
  const { db, orgId, row } = work
  if (row.phase === 'removing') return removeSampleRows(work)
  try {
    await loadSample(work)
  } catch (error) {
    // It is taken up again when the database, or this program, is back.
    if (isOutage(error) || !(await work.mayGoOn())) throw error
    log('worker').error({ err: error }, 'the sample data could not be loaded')
    const words = error instanceof Error ? error.message : String(error)
    await changeSample(db, orgId, 'loading', { phase: 'stopped' }, { error: words })
  }
}
