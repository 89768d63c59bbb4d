import { and, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { INGEST_SOURCE } from '@/db/queries/ingest-source-columns'
import { pollRounds, sourceConnections } from '@/db/schema/events'
import { sources } from '@/db/schema/sources'
import type { IngestSource } from '@/lib/model/ingest-source'

/** A source whose tool is asked, and where that stands. */
export type PolledSource = {
  source: IngestSource
  address: string | null
  /** Sealed JSON. */
  settings: Buffer | null
  connectedAt: Date
  cursor: unknown
  startedAt: Date | null
  failures: number
}

/** All sources that are polled, of every organization; for the worker. */
export async function listPolledSources(on: Db = database()): Promise<PolledSource[]> {
  const rows = await on
    .select({
      source: INGEST_SOURCE,
      address: sourceConnections.pollUrl,
      settings: sourceConnections.pollSettings,
      connectedAt: sourceConnections.updatedAt,
      cursor: pollRounds.cursor,
      startedAt: pollRounds.startedAt,
      failures: pollRounds.failures,
    })
    .from(sourceConnections)
    .innerJoin(
      sources,
      and(eq(sources.orgId, sourceConnections.orgId), eq(sources.id, sourceConnections.sourceId)),
    )
    .leftJoin(pollRounds, and(eq(pollRounds.orgId, sources.orgId), eq(pollRounds.sourceId, sources.id)))
    .where(eq(sourceConnections.isPolled, true))
    .orderBy(sql`${pollRounds.startedAt} nulls first`, sources.id)
  return rows.map(({ source, failures, ...rest }) => ({
    ...rest,
    source: { ...source, isSelf: false },
    failures: failures ?? 0,
  }))
}

type Of = Pick<IngestSource, 'orgId' | 'sourceId'>

/** Notes that a round begins. */
export async function notePollStart(
  { orgId, sourceId }: Of,
  startedAt: Date,
  on: Db = database(),
): Promise<void> {
  await on
    .insert(pollRounds)
    .values({ orgId, sourceId, startedAt, failures: 0, items: 0, corrections: 0 })
    .onConflictDoUpdate({
      target: [pollRounds.orgId, pollRounds.sourceId],
      set: { startedAt, finishedAt: null },
    })
}

/** Notes where to go on, once everything before it is stored for good. */
export async function keepPollCursor(
  of: Of,
  { cursor, items }: { cursor: unknown; items: number },
  on: Db = database(),
): Promise<void> {
  await on
    .update(pollRounds)
    .set({
      cursor: sql`${JSON.stringify(cursor ?? null)}::jsonb`,
      items: sql`${pollRounds.items} + ${items}`,
    })
    .where(isOf(of))
}

/** Notes that a round ended, and why if it failed. */
export async function notePollEnd(
  of: Of,
  { finishedAt, error }: { finishedAt: Date; error: string | null },
  on: Db = database(),
): Promise<void> {
  const failures = error === null ? sql`0` : sql`${pollRounds.failures} + 1`
  await on.update(pollRounds).set({ finishedAt, error, failures }).where(isOf(of))
}

/** Counts executions that were put right. */
export async function countCorrections(of: Of, count: number, on: Db = database()): Promise<void> {
  const { orgId, sourceId } = of
  await on
    .insert(pollRounds)
    .values({ orgId, sourceId, failures: 0, items: 0, corrections: count })
    .onConflictDoUpdate({
      target: [pollRounds.orgId, pollRounds.sourceId],
      set: { corrections: sql`${pollRounds.corrections} + ${count}` },
    })
}

const isOf = ({ orgId, sourceId }: Of) => and(eq(pollRounds.orgId, orgId), eq(pollRounds.sourceId, sourceId))
