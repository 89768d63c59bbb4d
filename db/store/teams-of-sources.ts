import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { sources } from '@/db/schema/sources'

/** The teams of sources, by the sources' ids; one that is not there has none. */
export async function teamsOfSources(
  tx: Db,
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const found = await tx
    .select({ id: sources.id, teamId: sources.teamId })
    .from(sources)
    .where(and(eq(sources.orgId, orgId), inArray(sources.id, [...ids])))
  return new Map(found.map(({ id, teamId }) => [id, teamId]))
}
