import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { jobRuns } from '@/db/schema/jobs'
import { EVERYBODY } from './leases'

/** When the job was last started, by whomever; null when it never was. */
export async function lastStartOf(name: string, on: Db = database()): Promise<Date | null> {
  const [found] = await on.select({ startedAt: jobRuns.startedAt }).from(jobRuns).where(is(name))
  return found?.startedAt ?? null
}

/** What the job last came to, which a run that fails or is cut short leaves as it was; null before the first. */
export async function lastResultOf(name: string, on: Db = database()): Promise<unknown> {
  const [found] = await on.select({ result: jobRuns.result }).from(jobRuns).where(is(name))
  return found?.result ?? null
}

/** Notes that a job begins. What it last came to stays: some go on from there. */
export async function noteJobStart(name: string, startedAt: Date, on: Db = database()): Promise<void> {
  const run = { startedAt, finishedAt: null, error: null }
  await on
    .insert(jobRuns)
    .values({ orgId: EVERYBODY, name, ...run })
    .onConflictDoUpdate({ target: [jobRuns.orgId, jobRuns.name], set: run })
}

/** Notes what a job came to, or why it did not. */
export async function noteJobEnd(
  name: string,
  outcome: { finishedAt: Date; error: null; result: unknown } | { finishedAt: Date; error: string },
  on: Db = database(),
): Promise<void> {
  await on.update(jobRuns).set(outcome).where(is(name))
}

const is = (name: string) => and(eq(jobRuns.orgId, EVERYBODY), eq(jobRuns.name, name))
