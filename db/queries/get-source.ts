import { and, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { teams } from '@/db/schema/people'
import { sources } from '@/db/schema/sources'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { visibleIn } from './visible'

export type SourceDetail = {
  id: string
  name: string
  slug: string
  kind: string
  environment: string
  recognition: 'automatic' | 'always' | 'never'
  teamId: string
  teamName: string
  createdAt: Date
}

/** One source. Not there and not for you are the same answer. */
export async function getSource(scope: Scope, sourceId: string, on: Db = database()): Promise<SourceDetail> {
  const [found] = isUuid(sourceId)
    ? await on
        .select({
          id: sources.id,
          name: sources.name,
          slug: sources.slug,
          kind: sources.kind,
          environment: sources.environment,
          recognition: sources.recognition,
          teamId: sources.teamId,
          teamName: teams.name,
          createdAt: sources.createdAt,
        })
        .from(sources)
        .innerJoin(teams, and(eq(teams.orgId, sources.orgId), eq(teams.id, sources.teamId)))
        .where(
          and(
            eq(sources.orgId, scope.orgId),
            eq(sources.id, sourceId),
            visibleIn(scope, 'source.read', sources.teamId),
          ),
        )
    : []
  if (found === undefined) throw new Refusal('not_found', 'There is no such source.')
  return found
}
