import { randomUUID } from 'node:crypto'
import { and, eq, lt, or } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { SESSION_IDLE_MS } from '@/db/queries/find-session'
import { sessions } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Actor, Scope } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'

/** However busy, a session ends after this long. */
export const SESSION_DAYS = 7

/** Signs a person in: always a new session, and the old ones that are over are swept on the way. */
export async function openSession(
  person: {
    orgId: string
    actor: Actor
    userAgent: string | null /** The issuer, where not a password. */
    by?: string
  },
  now: Date,
  on: Db = database(),
): Promise<{ sessionId: string }> {
  const { orgId, actor, userAgent, by } = person
  const sessionId = randomUUID()
  await on.transaction(async (tx) => {
    await tx
      .delete(sessions)
      .where(
        and(
          eq(sessions.orgId, orgId),
          eq(sessions.userId, actor.id),
          or(lt(sessions.expiresAt, now), lt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_IDLE_MS))),
        ),
      )
    await tx.insert(sessions).values({
      orgId,
      id: sessionId,
      userId: actor.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_DAYS * 86_400_000),
      ip: actor.ip,
      userAgent,
    })
    await appendAuditEntry(tx, person, {
      action: 'session.started',
      target: { kind: 'user', id: actor.id, teamId: null },
      after: { sessionId, ...(by === undefined ? {} : { by }) },
    })
  })
  return { sessionId }
}

/** Keeps a session from going idle; called for each request, written at most once a minute. */
export async function touchSession(
  session: { orgId: string; sessionId: string; lastSeenAt: Date },
  now: Date,
  on: Db = database(),
): Promise<void> {
  const aMinuteAgo = new Date(now.getTime() - 60_000)
  if (session.lastSeenAt > aMinuteAgo) return
  await on
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(
      and(
        eq(sessions.orgId, session.orgId),
        eq(sessions.id, session.sessionId),
        lt(sessions.lastSeenAt, aMinuteAgo),
      ),
    )
}

/** Ends one of a person's own sessions; the browser that holds it is signed out at its next request. */
export async function endOwnSession(scope: Scope, sessionId: string, on: Db = database()): Promise<void> {
  const { userId } = scope
  if (userId === null) throw new Refusal('forbidden', 'Only people have sessions.')
  await on.transaction(async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.orgId, scope.orgId), eq(sessions.id, sessionId), eq(sessions.userId, userId)))
      .returning({ id: sessions.id })
    if (ended.length === 0) throw new Refusal('not_found', 'This session has ended already.')
    await appendAuditEntry(tx, scope, {
      action: 'session.ended',
      target: { kind: 'user', id: userId, teamId: null },
      before: { sessionId },
    })
  })
}
