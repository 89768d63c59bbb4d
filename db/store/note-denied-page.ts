import { and, eq, gt, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import { changes } from '@/db/schema/changes'
import { executions } from '@/db/schema/executions'
import { repositories } from '@/db/schema/repositories'
import { flows, sources } from '@/db/schema/sources'
import type { Permission } from '@/lib/model/roles'
import { mayIn, type Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { appendAuditEntry } from './append-audit-entry'

const HOUR_MS = 3_600_000
const PAGE_DENIED = 'page.denied'

/** What has a page of its own that is shown to some teams only. */
const TABLES = {
  flow: flows,
  execution: executions,
  source: sources,
  change: changes,
  repository: repositories,
}
export type PagedThing = keyof typeof TABLES | 'audit_entry'

/**
 * Writes down that somebody opened a page of the organization that they may not see: its path, and what it needs. Each person
 * and page once an hour, so that a loop fills no log.
 */
export const noteDeniedPage = (
  scope: Scope,
  { path, needs }: { path: string; needs: Permission },
  on: Db = database(),
  now = new Date(),
): Promise<void> => noteOnce(scope, { kind: 'page', id: path, teamId: null }, { needs }, on, now)

/**
 * The same for the page of a thing of other teams, which the reader is told is not there. What there is not leaves no entry.
 * Each person and kind of thing once an hour: who tries ids one after the other is seen by the first that was one.
 */
export async function noteDeniedThing(
  scope: Scope,
  { kind, id }: { kind: PagedThing; id: string },
  on: Db = database(),
  now = new Date(),
): Promise<void> {
  const thing = await ownerOf(scope.orgId, kind, id, on)
  const needs = kind === 'audit_entry' ? 'audit.read' : 'execution.read'
  if (thing === null || mayIn(scope, needs, thing.teamId)) return
  await noteOnce(scope, { kind, id, teamId: thing.teamId }, { needs }, on, now)
}

async function ownerOf(
  orgId: string,
  kind: PagedThing,
  id: string,
  on: Db,
): Promise<{ teamId: string | null } | null> {
  if (kind === 'audit_entry') {
    if (!/^[1-9]\d{0,14}$/.test(id)) return null
    const [entry] = await on
      .select({ teamId: auditEntries.teamId })
      .from(auditEntries)
      .where(and(eq(auditEntries.orgId, orgId), eq(auditEntries.seq, Number(id))))
    return entry ?? null
  }
  if (!isUuid(id)) return null
  const table = TABLES[kind]
  const [found] = await on
    .select({ teamId: table.teamId })
    .from(table)
    .where(and(eq(table.orgId, orgId), eq(table.id, id)))
    .limit(1)
  return found ?? null
}

async function noteOnce(
  scope: Scope,
  target: { kind: string; id: string; teamId: string | null },
  after: { needs: Permission },
  on: Db,
  now: Date,
): Promise<void> {
  const { orgId, actor } = scope
  const same = and(
    eq(auditEntries.orgId, orgId),
    eq(auditEntries.actorId, actor.id),
    gt(auditEntries.at, new Date(now.getTime() - HOUR_MS)),
    eq(auditEntries.action, PAGE_DENIED),
    eq(auditEntries.targetKind, target.kind),
    // There are few pages, and each is another thing to want; of things there is no end.
    target.kind === 'page' ? eq(auditEntries.targetId, target.id) : undefined,
  )
  await on.transaction(async (tx) => {
    // Of pages that are opened all at once, one is the first.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`${PAGE_DENIED} ${orgId} ${actor.id} ${target.kind}`}, 0))`,
    )
    const noted = await tx.select({ one: sql`1` }).from(auditEntries).where(same).limit(1)
    if (noted.length === 0)
      await appendAuditEntry(tx, scope, { action: PAGE_DENIED, target, after }, 'denied')
  })
}
