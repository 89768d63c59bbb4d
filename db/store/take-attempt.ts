import { and, eq, gt, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { rateLimits } from '@/db/schema/people'

/** Who attempts may belong to nobody yet, so the counters belong to no organization. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

export type Limit = { key: string; attempts: number; windowMs: number }

export type Attempt = {
  isAllowed: boolean
  /** This was the first one too many in its window. */
  isFirstRefused: boolean
  retryAfterSeconds: number
}

/** Counts an attempt in the limit's current window. Counting comes before looking, so a burst cannot slip through. */
export async function takeAttempt(limit: Limit, now: Date, on: Db = database()): Promise<Attempt> {
  const windowStart = startOf(limit, now)
  const [counted] = await on
    .insert(rateLimits)
    .values({ orgId: NOBODY, key: limit.key, windowStart, attempts: 1 })
    .onConflictDoUpdate({
      target: [rateLimits.orgId, rateLimits.key, rateLimits.windowStart],
      set: { attempts: sql`${rateLimits.attempts} + 1` },
    })
    .returning({ attempts: rateLimits.attempts })
  const attempts = counted?.attempts ?? 0
  return {
    isAllowed: attempts <= limit.attempts,
    isFirstRefused: attempts === limit.attempts + 1,
    retryAfterSeconds: Math.ceil((windowStart.getTime() + limit.windowMs - now.getTime()) / 1000),
  }
}

/** Takes an attempt back that turned out to be nobody's guess. */
export async function giveBackAttempt(limit: Limit, now: Date, on: Db = database()): Promise<void> {
  await on
    .update(rateLimits)
    .set({ attempts: sql`${rateLimits.attempts} - 1` })
    .where(
      and(
        eq(rateLimits.orgId, NOBODY),
        eq(rateLimits.key, limit.key),
        eq(rateLimits.windowStart, startOf(limit, now)),
        gt(rateLimits.attempts, 0),
      ),
    )
}

const startOf = (limit: Limit, now: Date): Date =>
  new Date(Math.floor(now.getTime() / limit.windowMs) * limit.windowMs)
