import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { INGEST_SOURCE } from '@/db/queries/ingest-source-columns'
import { sourceConnections } from '@/db/schema/events'
import { sources } from '@/db/schema/sources'
import type { IngestSource } from '@/lib/model/ingest-source'

export type HookSource = {
  source: Omit<IngestSource, 'isSelf'>
  /** Which verifier its webhooks are held to; null where an ingest token is asked for. */
  verifier: string | null
  secret: Buffer | null
  previousSecret: Buffer | null
  previousSecretUntil: Date | null
}

/** The source that a hook's address names. Asked without a scope: nothing of the answer is told before its secret was. */
export async function findHookSource(sourceId: string, on: Db = database()): Promise<HookSource | null> {
  const [found] = await on
    .select({
      source: { ...INGEST_SOURCE, mapping: sourceConnections.mapping },
      verifier: sourceConnections.verifier,
      secret: sourceConnections.secret,
      previousSecret: sourceConnections.previousSecret,
      previousSecretUntil: sourceConnections.previousSecretUntil,
    })
    .from(sources)
    .leftJoin(
      sourceConnections,
      and(eq(sourceConnections.orgId, sources.orgId), eq(sourceConnections.sourceId, sources.id)),
    )
    .where(eq(sources.id, sourceId))
    .limit(1)
  return found ?? null
}
