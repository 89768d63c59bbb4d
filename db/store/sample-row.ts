import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { jobRuns } from '@/db/schema/jobs'

const NAME = 'sample'

const schema = z.object({
  phase: z.enum(['loading', 'stopped', 'loaded', 'removing']),
  seed: z.string(),
  /** The moment that the simulated fortnight ends at. */
  nowMs: z.number(),
  done: z.number(),
  total: z.number(),
  items: z.number(),
  bad: z.object({ day: z.string(), commit: z.string() }),
  sources: z.record(z.string(), z.uuid()),
  teams: z.array(z.uuid()),
  /** Null where there was one of that name already. */
  repository: z.uuid().nullable().default(null),
})

/** What is kept of an organization's sample data: what it is made from, how far it is, and what has to go with it. */
export type SampleRow = z.infer<typeof schema>

export type StoredSample = { row: SampleRow; startedAt: Date; finishedAt: Date | null; error: string | null }

/** The organization's sample data; null when there is none. */
export async function readSample(on: Db, orgId: string): Promise<StoredSample | null> {
  const [found] = await on.select().from(jobRuns).where(isSampleOf(orgId))
  return found === undefined ? null : stored(found)
}

/** The same, held against others until the transaction ends. */
export async function lockSample(tx: Db, orgId: string): Promise<StoredSample | null> {
  const [found] = await tx.select().from(jobRuns).where(isSampleOf(orgId)).for('update')
  return found === undefined ? null : stored(found)
}

/** Every organization's sample data that somebody has to work on. */
export async function listSampleWork(on: Db): Promise<{ orgId: string; row: SampleRow }[]> {
  const found = await on
    .select()
    .from(jobRuns)
    .where(and(eq(jobRuns.name, NAME), sql`${jobRuns.result}->>'phase' in ('loading', 'removing')`))
  return found.map((one) => ({ orgId: one.orgId, row: schema.parse(one.result) }))
}

/** Writes it whole, from its beginning. False when somebody else was faster. */
export async function insertSample(tx: Db, orgId: string, row: SampleRow): Promise<boolean> {
  const made = await tx
    .insert(jobRuns)
    .values({ orgId, name: NAME, startedAt: new Date(), finishedAt: null, error: null, result: row })
    .onConflictDoNothing({ target: [jobRuns.orgId, jobRuns.name] })
    .returning({ name: jobRuns.name })
  return made.length > 0
}

/** Changes it while it is in the expected phase; false when somebody wanted otherwise meanwhile. */
export async function changeSample(
  on: Db,
  orgId: string,
  expected: SampleRow['phase'],
  change: Partial<SampleRow>,
  outcome: { error?: string | null; finishedAt?: Date | null } = {},
): Promise<boolean> {
  const changed = await on
    .update(jobRuns)
    .set({ result: sql`${jobRuns.result} || ${JSON.stringify(change)}::jsonb`, ...outcome })
    .where(and(isSampleOf(orgId), sql`${jobRuns.result}->>'phase' = ${expected}`))
    .returning({ name: jobRuns.name })
  return changed.length > 0
}

/** Forgets it, once everything of it is gone. */
export async function deleteSampleRow(tx: Db, orgId: string): Promise<void> {
  await tx.delete(jobRuns).where(isSampleOf(orgId))
}

const isSampleOf = (orgId: string) => and(eq(jobRuns.orgId, orgId), eq(jobRuns.name, NAME))

const stored = (found: typeof jobRuns.$inferSelect): StoredSample => ({
  row: schema.parse(found.result),
  startedAt: found.startedAt,
  finishedAt: found.finishedAt,
  error: found.error,
})
