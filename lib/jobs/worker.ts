import { randomUUID } from 'node:crypto'
import type { Db } from '@/db/client'
import { lastStartOf, noteJobEnd, noteJobStart } from '@/db/store/job-runs'
import { type Lease, releaseLease, takeLease } from '@/db/store/leases'
import { log } from '@/lib/log'
import { tracedWork } from '@/lib/telemetry/traced-work'
import type { Job } from './job'
import { type Background, keepLooking } from './look-loop'

const LEASE_MS = 30_000
const ROUND_MS = 5_000

/**
 * Runs the jobs that are due one after the other, on whichever of any number of workers leads at the moment; those of another
 * lease run beside them. `stop` lets a batch finish.
 */
export function startWorker(
  db: Db,
  jobs: readonly Job[],
  clock: () => number = Date.now,
  name = 'worker',
): Background {
  const holder = randomUUID()
  let isStopping = false
  let lease: Lease | null = null

  const now = () => new Date(clock())
  const renew = async () => {
    lease = await takeLease({ name, ttlMs: LEASE_MS, holder, now: now() }, db)
    return lease
  }

  async function work(): Promise<void> {
    for (const job of (await renew()) === null ? [] : jobs) {
      const last = await lastStartOf(job.name, db)
      if (last !== null && clock() - last.getTime() < job.everyMs) continue
      const current = await renew()
      if (current === null || isStopping) break
      await runJob(job, {
        db,
        now: now(),
        mayGoOn: async () => !isStopping && (await renew())?.epoch === current.epoch,
      })
    }
  }

  return keepLooking({
    everyMs: ROUND_MS,
    look: work,
    abort: () => {
      isStopping = true
    },
    end: async () => {
      if (lease !== null) await releaseLease(lease, now(), db)
    },
    logger: 'worker',
    failed: 'no round',
  })
}

/** One run of one job: on the record, in a trace of its own; its failure is not the next job's. */
export async function runJob(job: Job, context: Parameters<Job['run']>[0]): Promise<void> {
  const { db, now } = context
  await noteJobStart(job.name, now, db)
  try {
    const result = await tracedWork(job.name, { 'runledger.job.name': job.name }, () => job.run(context))
    await noteJobEnd(job.name, { finishedAt: new Date(), error: null, result }, db)
    log('worker').debug({ job: job.name, result }, 'job done')
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    log('worker').error({ job: job.name, err: error }, 'job failed')
    await noteJobEnd(job.name, { finishedAt: new Date(), error: message }, db)
  }
}
