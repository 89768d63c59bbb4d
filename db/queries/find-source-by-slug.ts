import { and, eq, inArray } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { INGEST_SOURCE } from '@/db/queries/ingest-source-columns'
import { sources } from '@/db/schema/sources'
import type { IngestSource } from '@/lib/model/ingest-source'
import { type Scope, teamsFor } from '@/lib/model/scope'

/** The source of that name in addresses, as those that receive for it know it; null where there is none that the scope may read. */
export async function findSourceBySlug(
  scope: Scope,
  slug: string,
  on: Db = database(),
): Promise<IngestSource | null> {
  const teams = teamsFor(scope, 'source.read')
  const [found] = await on
    .select(INGEST_SOURCE)
    .from(sources)
    .where(
      and(
        eq(sources.orgId, scope.orgId),
        eq(sources.slug, slug),
        teams === null ? undefined : inArray(sources.teamId, teams),
      ),
    )
  return found === undefined ? null : { ...found, isSelf: false }
}
