import { sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { targetOf } from '@/db/store/audit-stream-rows'
import type { ListedStream, StreamKind, StreamShape } from '@/lib/model/audit-stream'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'

type Row = {
  id: string
  name: string
  kind: StreamKind
  settings: unknown
  shape: StreamShape
  teamIds: string[] | null
  actions: string[] | null
  hasSecret: boolean
  previousSecretUntil: string | null
  pausedAt: string | null
  createdAt: string
  cursor: string
  behind: string
  behindSince: string | null
  sent: string
  missed: string
  lastSentAt: string | null
  lastError: string | null
  failingSince: string | null
  attempts: number
  nextAttemptAt: string | null
}

/** Where the audit log is streamed to, and how that goes, by name: for those who may read all of it. */
export async function listAuditStreams(scope: Scope, on: Db = database()): Promise<ListedStream[]> {
  if (teamsFor(scope, 'audit.read') !== null)
    throw new Refusal('forbidden', 'Streams are told to those who may read the whole audit log.')
  const { rows } = await on.execute<Row>(sql`
    select s.id, s.name, s.kind, s.settings, s.shape, s.team_ids::text[] as "teamIds", s.actions,
      s.sealed_secret is not null as "hasSecret",
      case when s.previous_until > now() then s.previous_until end as "previousSecretUntil",
      s.paused_at as "pausedAt", s.created_at as "createdAt", s.cursor, s.sent, s.missed, s.last_sent_at as "lastSentAt",
      s.last_error as "lastError", s.failing_since as "failingSince", s.attempts, s.next_attempt_at as "nextAttemptAt",
      greatest(coalesce(h.seq, 0) - s.cursor, 0) as behind,
      (select e.at from audit_entries e where e.org_id = s.org_id and e.seq > s.cursor order by e.seq limit 1)
        as "behindSince"
    from audit_streams s left join audit_heads h on h.org_id = s.org_id
    where s.org_id = ${scope.orgId} order by s.name`)
  return rows.map(({ kind, settings, teamIds, actions, ...row }) => ({
    ...row,
    target: targetOf(kind, settings),
    filter: { teamIds, actions },
    ...{ cursor: Number(row.cursor), behind: Number(row.behind) },
    ...{ sent: Number(row.sent), missed: Number(row.missed) },
    previousSecretUntil: dateOf(row.previousSecretUntil),
    pausedAt: dateOf(row.pausedAt),
    createdAt: new Date(row.createdAt),
    behindSince: dateOf(row.behindSince),
    lastSentAt: dateOf(row.lastSentAt),
    failingSince: dateOf(row.failingSince),
    nextAttemptAt: dateOf(row.nextAttemptAt),
  }))
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))
