import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { auditStreams } from '@/db/schema/audit-streams'
import type { StreamFilter, StreamKind, StreamShape, StreamTarget } from '@/lib/model/audit-stream'

export type StreamRow = typeof auditStreams.$inferSelect

/** A stream with what it is reached by. */
export type StoredStream = {
  orgId: string
  id: string
  name: string
  target: StreamTarget
  shape: StreamShape
  filter: StreamFilter
  sealedSecret: string | null
  sealedPrevious: string | null
  previousUntil: Date | null
  cursor: number
  attempts: number
}

/** What of a row is needed to send. */
export const storedStream = (row: StreamRow): StoredStream => ({
  orgId: row.orgId,
  id: row.id,
  name: row.name,
  target: targetOf(row.kind, row.settings),
  shape: row.shape,
  filter: { teamIds: row.teamIds, actions: row.actions },
  sealedSecret: row.sealedSecret,
  sealedPrevious: row.sealedPrevious,
  previousUntil: row.previousUntil,
  cursor: row.cursor,
  attempts: row.attempts,
})

/** The settings are written by verbs alone, which take a target; those of syslog once had no certificate of ours. */
export const targetOf = (kind: StreamKind, settings: unknown): StreamTarget =>
  ({
    kind,
    settings: kind === 'syslog' ? { clientCertificate: '', ...(settings as object) } : settings,
  }) as StreamTarget

export const isStream = (of: { orgId: string; id: string }) =>
  and(eq(auditStreams.orgId, of.orgId), eq(auditStreams.id, of.id))

/** A stream of the organization, locked where it is about to be changed; null where there is none. */
export async function findStream(
  on: Db,
  of: { orgId: string; id: string },
  lock: 'update' | null = null,
): Promise<StreamRow | null> {
  const rows = on.select().from(auditStreams).where(isStream(of))
  const [found = null] = lock === null ? await rows : await rows.for(lock)
  return found
}
