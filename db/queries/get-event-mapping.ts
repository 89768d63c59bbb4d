import { and, desc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { eventBodies, events, sourceConnections } from '@/db/schema/events'
import type { Json } from '@/lib/audit/canonical-json'
import type { Scope } from '@/lib/model/scope'
import { getSource } from './get-source'

/** A sample is for a person to look at. */
const MOST_TEXT = 200_000

/** How a source's payloads are read, and the last one that came, as a sample; null for what there is not. */
export async function getEventMapping(
  scope: Scope,
  sourceId: string,
  on: Db = database(),
): Promise<{ mapping: Json | null; sample: string | null }> {
  // Also says whether the scope may read the source, on which everything below rests.
  const { id } = await getSource(scope, sourceId, on)
  const mine = and(eq(events.orgId, scope.orgId), eq(events.sourceId, id), eq(events.protocol, 'webhook'))
  const [[connection], [last]] = await Promise.all([
    on
      .select({ mapping: sourceConnections.mapping })
      .from(sourceConnections)
      .where(and(eq(sourceConnections.orgId, scope.orgId), eq(sourceConnections.sourceId, id))),
    on
      .select({ body: eventBodies.body })
      .from(events)
      .innerJoin(
        eventBodies,
        and(
          eq(eventBodies.orgId, events.orgId),
          eq(eventBodies.eventId, events.id),
          eq(eventBodies.receivedAt, events.receivedAt),
        ),
      )
      .where(mine)
      .orderBy(desc(events.receivedAt), desc(events.id))
      .limit(1),
  ])
  const sample = last?.body ?? null
  return {
    mapping: connection?.mapping ?? null,
    sample: sample !== null && sample.length > MOST_TEXT ? null : sample,
  }
}
