import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { pollRounds, sourceConnections } from '@/db/schema/events'
import type { Scope } from '@/lib/model/scope'
import type { SourceConnection } from '@/lib/model/source-connection'
import { getSource } from './get-source'

const NOTHING: SourceConnection = {
  verifier: null,
  hasSecret: false,
  previousSecretUntil: null,
  pollUrl: null,
  hasPollSettings: false,
  isPolled: false,
  updatedAt: null,
  polling: null,
}

/** How a source is connected. That there is a secret is told, the secret never. */
export async function getConnection(
  scope: Scope,
  sourceId: string,
  on: Db = database(),
): Promise<SourceConnection> {
  // Also says whether the scope may read the source, on which everything below rests.
  const source = await getSource(scope, sourceId, on)
  const [[row], [round]] = await Promise.all([
    on
      .select()
      .from(sourceConnections)
      .where(and(eq(sourceConnections.orgId, scope.orgId), eq(sourceConnections.sourceId, source.id))),
    on
      .select({
        startedAt: pollRounds.startedAt,
        finishedAt: pollRounds.finishedAt,
        error: pollRounds.error,
        failures: pollRounds.failures,
        items: pollRounds.items,
        corrections: pollRounds.corrections,
      })
      .from(pollRounds)
      .where(and(eq(pollRounds.orgId, scope.orgId), eq(pollRounds.sourceId, source.id))),
  ])
  const polling = round ?? null
  if (row === undefined) return { ...NOTHING, polling }
  const isOverlap = row.previousSecretUntil !== null && row.previousSecretUntil.getTime() > Date.now()
  return {
    verifier: row.verifier,
    hasSecret: row.secret !== null,
    previousSecretUntil: isOverlap && row.previousSecret !== null ? row.previousSecretUntil : null,
    pollUrl: row.pollUrl,
    hasPollSettings: row.pollSettings !== null,
    isPolled: row.isPolled,
    updatedAt: row.updatedAt,
    polling,
  }
}
