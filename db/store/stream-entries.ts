import { and, asc, eq, gt, lte, type SQL, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import { auditStreams } from '@/db/schema/audit-streams'
import { teams } from '@/db/schema/people'
import { hex } from '@/lib/audit/byte-text'
import type { StreamFilter } from '@/lib/model/audit-stream'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { isStream, type StoredStream, storedStream } from './audit-stream-rows'

/** Entries of the log that are looked at in one go. */
const WINDOW = 5000

type Row = typeof auditEntries.$inferSelect

/** Streams with something to send whose turn it is, those that fail last; one alone where it is named. */
export async function listDueStreams(
  now: Date,
  on: Db = database(),
  of: { orgId: string; id: string } | null = null,
): Promise<StoredStream[]> {
  const isDue = sql`${auditStreams.pausedAt} is null
    and (${auditStreams.nextAttemptAt} is null or ${auditStreams.nextAttemptAt} <= ${now.toISOString()}::timestamptz)
    and exists (select 1 from audit_heads h where h.org_id = ${auditStreams.orgId} and h.seq > ${auditStreams.cursor})`
  const rows = await on
    .select()
    .from(auditStreams)
    .where(of === null ? isDue : and(isStream(of), isDue))
    .orderBy(asc(auditStreams.attempts), asc(auditStreams.orgId), asc(auditStreams.createdAt))
  return rows.map(storedStream)
}

/** What comes next in a stream. */
export type NextEntries = {
  /** Those that the filter lets through, in order. */
  entries: ExportedAuditEntry[]
  /** The entry until which there is nothing else to send. */
  upTo: number
  /** Entries that were gone before they could be sent. */
  missed: number
}

/**
 * Reads on from a stream's cursor. Numbers have no gaps and an entry is there before the next one is (its head is locked), so
 * nothing can appear behind the cursor; what is missing after it was removed by retention.
 */
export async function entriesAfter(
  { orgId, cursor, filter }: Pick<StoredStream, 'orgId' | 'cursor' | 'filter'>,
  most: number,
  on: Db = database(),
): Promise<NextEntries> {
  const ends = await on.execute<{ first: string | null; last: string | null }>(sql`
    select (select min(e.seq) from audit_entries e where e.org_id = ${orgId} and e.seq > ${cursor}) as first,
      (select h.seq from audit_heads h where h.org_id = ${orgId}) as last`)
  const last = Number(ends.rows[0]?.last ?? 0)
  const first = Number(ends.rows[0]?.first ?? last + 1)
  const upTo = Math.min(last, first - 1 + WINDOW)
  const isNext = and(
    eq(auditEntries.orgId, orgId),
    gt(auditEntries.seq, cursor),
    lte(auditEntries.seq, upTo),
    matches(filter),
  )
  const rows = await on
    .select({ entry: auditEntries, teamName: teams.name })
    .from(auditEntries)
    .leftJoin(teams, and(eq(teams.orgId, auditEntries.orgId), eq(teams.id, auditEntries.teamId)))
    .where(isNext)
    .orderBy(asc(auditEntries.seq))
    .limit(most)
  const entries = rows.map(({ entry, teamName }) => exportedOf(entry, teamName))
  const isCut = entries.length === most
  return {
    entries,
    upTo: isCut ? (entries.at(-1)?.seq ?? upTo) : upTo,
    missed: Math.max(0, first - 1 - cursor),
  }
}

function matches({ teamIds, actions }: StreamFilter): SQL {
  const ofTeams =
    teamIds === null ? sql`true` : sql`${auditEntries.teamId} = any(${sql.param(teamIds)}::uuid[])`
  if (actions === null) return ofTeams
  const words = sql`${sql.param(actions)}::text[]`
  return sql`${ofTeams} and (${auditEntries.action} = any(${words})
    or split_part(${auditEntries.action}, '.', 1) = any(${words}))`
}

/** Moves a stream on, unless it has been moved or taken away meanwhile. */
export async function noteSent(
  of: StoredStream,
  { upTo, sent, missed }: { upTo: number; sent: number; missed: number },
  now: Date,
  on: Db = database(),
): Promise<void> {
  const well = { lastSentAt: now, lastError: null, failingSince: null, attempts: 0, nextAttemptAt: null }
  await on
    .update(auditStreams)
    .set({
      cursor: upTo,
      sent: sql`${auditStreams.sent} + ${sent}`,
      missed: sql`${auditStreams.missed} + ${missed}`,
      ...(sent > 0 ? well : {}),
    })
    .where(and(isStream(of), eq(auditStreams.cursor, of.cursor)))
}

/** Notes why entries were not taken, and when they are sent again. */
export async function noteUnsent(
  of: StoredStream,
  { why, nextAttemptAt }: { why: string; nextAttemptAt: Date },
  now: Date,
  on: Db = database(),
): Promise<void> {
  await on
    .update(auditStreams)
    .set({
      lastError: why,
      failingSince: sql`coalesce(${auditStreams.failingSince}, ${now.toISOString()}::timestamptz)`,
      attempts: sql`${auditStreams.attempts} + 1`,
      nextAttemptAt,
    })
    .where(and(isStream(of), eq(auditStreams.cursor, of.cursor)))
}

const exportedOf = (row: Row, teamName: string | null): ExportedAuditEntry => ({
  orgId: row.orgId,
  seq: row.seq,
  at: row.at,
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  onBehalfOf:
    row.onBehalfOfKind === null || row.onBehalfOfId === null
      ? null
      : { kind: row.onBehalfOfKind, id: row.onBehalfOfId, name: row.onBehalfOfName },
  action: row.action,
  outcome: row.outcome,
  target: { kind: row.targetKind, id: row.targetId, teamId: row.teamId, teamName, name: nameIn(row) },
  source: row.sourceKind === null ? null : { kind: row.sourceKind, id: row.sourceId },
  ip: row.ip,
  requestId: row.requestId,
  reason: row.reason,
  before: row.before,
  after: row.after,
  isErased: row.actorName === null,
  format: row.format,
  hash: hex(row.hash),
  previousHash: hex(row.previousHash),
  payloadHash: hex(row.payloadHash),
})

/** What the entry itself calls its target, as the list has it. */
function nameIn({ before, after }: Row): string | null {
  for (const key of ['name', 'email'])
    for (const value of [after, before]) {
      const said: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null
      if (typeof said === 'string') return said
    }
  return null
}
