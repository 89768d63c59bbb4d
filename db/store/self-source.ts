import { randomUUID } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { INGEST_SOURCE } from '@/db/queries/ingest-source-columns'
import { organizations, teams } from '@/db/schema/people'
import { sources } from '@/db/schema/sources'
import type { IngestSource } from '@/lib/model/ingest-source'
import { systemActor } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { SELF_SLUG } from './create-source'

const SYSTEM = systemActor('self-telemetry')

/** Runledger's own source, made when it first sends something; null until there is a team that can own it. */
export async function selfSource(on: Db = database()): Promise<IngestSource | null> {
  const home = await firstTeam(on)
  if (home === null) return null
  return (await find(on, home.orgId)) ?? (await create(on, home)) ?? (await find(on, home.orgId))
}

async function firstTeam(on: Db): Promise<{ orgId: string; teamId: string } | null> {
  const [team] = await on
    .select({ orgId: teams.orgId, teamId: teams.id })
    .from(organizations)
    .innerJoin(teams, eq(teams.orgId, organizations.orgId))
    .orderBy(asc(organizations.createdAt), asc(organizations.orgId), asc(teams.createdAt), asc(teams.id))
    .limit(1)
  return team ?? null
}

async function find(on: Db, orgId: string): Promise<IngestSource | null> {
  const [found] = await on
    .select(INGEST_SOURCE)
    .from(sources)
    .where(and(eq(sources.orgId, orgId), eq(sources.slug, SELF_SLUG)))
  return found === undefined ? null : { ...found, isSelf: true }
}

/** Null when another process was faster. */
const create = (on: Db, { orgId, teamId }: { orgId: string; teamId: string }): Promise<IngestSource | null> =>
  on.transaction(async (tx) => {
    const row = {
      orgId,
      id: randomUUID(),
      teamId,
      slug: SELF_SLUG,
      name: 'Runledger itself',
      kind: 'runledger',
      environment: 'production',
      // Its requests and jobs are worth a trace, but they are no executions of anybody's flow.
      recognition: 'never' as const,
    }
    const inserted = await tx
      .insert(sources)
      .values({ ...row, createdAt: new Date() })
      .onConflictDoNothing({ target: [sources.orgId, sources.slug] })
      .returning({ id: sources.id })
    if (inserted.length === 0) return null
    await appendAuditEntry(
      tx,
      { orgId, actor: SYSTEM },
      {
        action: 'source.created',
        target: { kind: 'source', id: row.id, teamId },
        after: { name: row.name, kind: row.kind, environment: row.environment },
      },
    )
    const { environment, recognition, kind, id: sourceId } = row
    return { orgId, sourceId, teamId, kind, environment, recognition, itemsPerSecond: null, isSelf: true }
  })
