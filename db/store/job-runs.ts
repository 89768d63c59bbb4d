import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { jobRuns } from '@/db/schema/jobs'
import { EVERYBODY } from './leases'

/** When the job was last started, by whomever; null when it never was. */
export async function lastStartOf(name: string, on: Db = database()): Promise<Date | null> {
  const [found] = await on.select({ startedAt: jobRuns.startedAt }).from(jobRuns).where(is(name))
  return found?.startedAt ?? null
}

/** Notes that a job begins; what it last came to is forgotten. */
export async function noteJobStart(name: string, startedAt: Date, on: Db = database()): Promise<void> {
  const run = { startedAt, finishedAt: null, error: null, result: null }
  await on
    .insert(jobRuns)
    .values({ orgId: EVERYBODY, name, ...run })
    .onConflictDoUpdate({ target: [jobRuns.orgId, jobRuns.name], set: run })
}

/** Notes what a job came to. */
export async function noteJobEnd(
  name: string,
  outcome: { finishedAt: Date; error: string | null; result: unknown },
  on: Db = database(),
): Promise<void> {
  await on.update(jobRuns).set(outcome).where(is(name))
}

const is = (name: string) => and(eq(jobRuns.orgId, EVERYBODY), eq(jobRuns.name, name))
