import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { INGEST_SOURCE } from '@/db/queries/ingest-source-columns'
import { ingestTokens, sources } from '@/db/schema/sources'
import type { IngestSource } from '@/lib/model/ingest-source'

export type StoredToken = {
  id: string
  hash: Buffer
  expiresAt: Date | null
  revokedAt: Date | null
  source: Omit<IngestSource, 'isSelf'>
}

/**
 * The tokens with this id. The one question that is asked without a scope, since its answer is what makes one; ids are
 * unique within an organization only, so there may be two.
 */
export const findIngestTokens = (id: string, on: Db = database()): Promise<StoredToken[]> =>
  on
    .select({
      id: ingestTokens.id,
      hash: ingestTokens.hash,
      expiresAt: ingestTokens.expiresAt,
      revokedAt: ingestTokens.revokedAt,
      source: INGEST_SOURCE,
    })
    .from(ingestTokens)
    .innerJoin(sources, and(eq(sources.orgId, ingestTokens.orgId), eq(sources.id, ingestTokens.sourceId)))
    .where(eq(ingestTokens.id, id))
    .limit(10)
