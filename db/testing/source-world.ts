import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { createIngestToken } from '@/db/store/create-ingest-token'
import { createSource } from '@/db/store/create-source'
import { noteTokenUse } from '@/db/store/note-token-use'
import type { Scope } from '@/lib/model/scope'
import { testScope } from './scopes'

/** One organization with two teams, each with a source, a token and everything that can be counted. Same names in all. */
export type World = { orgId: string; teams: [Corner, Corner] }
export type Corner = { teamId: string; sourceId: string; tokenId: string }

/** Makes one. */
export async function buildWorld(db: Db): Promise<World> {
  const orgId = randomUUID()
  await db.execute(sql`insert into organizations (org_id, name, created_at) values (${orgId}, 'Acme', now())`)
  return { orgId, teams: [await buildCorner(db, orgId, 'a'), await buildCorner(db, orgId, 'b')] }
}

/** Makes one more team in an organization. */
export async function buildCorner(db: Db, orgId: string, slug: string): Promise<Corner> {
  const teamId = randomUUID()
  const owner = testScope({ orgId, isOwner: true })
  await db.execute(
    sql`insert into teams (org_id, id, slug, name, created_at) values (${orgId}, ${teamId}, ${slug}, 'Team', now())`,
  )
  const { sourceId } = await createSource(
    owner,
    { teamId, name: `Source ${slug}`, kind: 'shell', environment: 'test' },
    db,
  )
  const { id: tokenId } = await createIngestToken(owner, sourceId, { name: 'Token' }, db)
  await noteTokenUse({ orgId, tokenId, userAgent: 'curl', at: new Date() }, db)
  for (const verdict of ['stored', 'duplicate', 'rejected', 'redacted']) {
    await db.execute(sql`insert into source_counts (org_id, source_id, hour, signal, verdict, reason, count)
      values (${orgId}, ${sourceId}, date_trunc('hour', now()), 'spans', ${verdict}, '', 7),
        (${orgId}, ${sourceId}, now() - interval '25 hours', 'spans', ${verdict}, '', 1000)`)
  }
  await db.execute(sql`insert into rejections (org_id, id, source_id, received_at, signal, reason, path, message)
    values (${orgId}, ${randomUUID()}, ${sourceId}, now(), 'spans', 'bad_time', 'resourceSpans[0]', 'no time')`)
  await db.execute(sql`insert into traces (org_id, trace_id, started_at, ended_at, root_name, source_ids, team_ids, execution_ids, has_error, is_marked, updated_at)
    values (${orgId}, ${randomUUID()}, now(), now(), 'GET /', array[${sourceId}::uuid], array[${teamId}::uuid], '{}', 0, 0, now())`)
  return { teamId, sourceId, tokenId }
}

/** Scopes that have no business with the first team of `mine`, not even to know what is there. */
export const strangersTo = (mine: World, theirs: World): [string, Scope][] => [
  ['nobody in particular of the organization', testScope({ orgId: mine.orgId })],
  [
    'an admin of the other team',
    testScope({ orgId: mine.orgId, teams: { [mine.teams[1].teamId]: 'admin' } }),
  ],
  ['an auditor of the team', testScope({ orgId: mine.orgId, teams: { [mine.teams[0].teamId]: 'auditor' } })],
  ['an owner of the other organization', testScope({ orgId: theirs.orgId, isOwner: true })],
  [
    'an admin of the other organization, with this team',
    testScope({ orgId: theirs.orgId, teams: { [mine.teams[0].teamId]: 'admin' } }),
  ],
]
