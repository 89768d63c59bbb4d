import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { INGEST_SOURCE } from '@/db/queries/ingest-source-columns'
import { pollRounds, sourceConnections } from '@/db/schema/events'
import { sources } from '@/db/schema/sources'
import type { PolledSource } from '@/db/store/poll-rounds'
import type { Scope } from '@/lib/model/scope'
import { visibleIn } from './visible'

/**
 * A source whose tool can be asked, whether it is or not, and where its rounds stand; null where no address is set or it is not
 * the scope's to change. The credentials are sealed, and only for who asks the tool.
 */
export async function getPolledSource(
  scope: Scope,
  sourceId: string,
  on: Db = database(),
): Promise<Pick<PolledSource, 'source' | 'address' | 'settings' | 'cursor'> | null> {
  const [row] = await on
    .select({
      source: INGEST_SOURCE,
      address: sourceConnections.pollUrl,
      settings: sourceConnections.pollSettings,
      cursor: pollRounds.cursor,
    })
    .from(sources)
    .innerJoin(
      sourceConnections,
      and(eq(sourceConnections.orgId, sources.orgId), eq(sourceConnections.sourceId, sources.id)),
    )
    .leftJoin(pollRounds, and(eq(pollRounds.orgId, sources.orgId), eq(pollRounds.sourceId, sources.id)))
    .where(
      and(
        eq(sources.orgId, scope.orgId),
        eq(sources.id, sourceId),
        visibleIn(scope, 'source.write', sources.teamId),
      ),
    )
  if (row === undefined || row.address === null) return null
  return { ...row, source: { ...row.source, isSelf: false } }
}
