import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { memberships, sessions, users } from '@/db/schema/people'
import type { Role } from '@/lib/model/roles'

export type FoundSession = {
  orgId: string
  sessionId: string
  userId: string
  name: string
  email: string
  isOwner: boolean
  teams: Record<string, Role>
  lastSeenAt: Date
}

/** Nobody touched it for this long: it is over. */
export const SESSION_IDLE_MS = 8 * 3_600_000

/**
 * A live session with its person and what they may do, in one question, so that a role taken away, an account disabled
 * and a session ended all hold from the next request on.
 */
export async function findSession(
  key: { orgId: string; sessionId: string },
  now: Date,
  on: Db = database(),
): Promise<FoundSession | null> {
  const [found] = await on
    .select({
      orgId: sessions.orgId,
      sessionId: sessions.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      isOwner: users.isOwner,
      teams: sql<
        Record<string, Role>
      >`coalesce((select jsonb_object_agg(${memberships.teamId}, ${memberships.role})
        from ${memberships} where ${memberships.orgId} = ${sessions.orgId} and ${memberships.userId} = ${sessions.userId}), '{}')`,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.orgId, sessions.orgId), eq(users.id, sessions.userId)))
    .where(
      and(
        eq(sessions.orgId, key.orgId),
        eq(sessions.id, key.sessionId),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_IDLE_MS)),
        isNull(users.disabledAt),
      ),
    )
  return found ?? null
}
