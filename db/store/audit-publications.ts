import { randomUUID } from 'node:crypto'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditCheckpoints, auditPublications } from '@/db/schema/audit'
import { type PublicationSettings, publicationAddress } from '@/lib/model/audit-publication'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'

/** Publications of one organization; more would only be mistakes. */
const MOST = 10
const WAITS_MS = [60_000, 5 * 60_000, 30 * 60_000, 60 * 60_000]

/** Where checkpoints go from now on, the newest first; the secret is sealed (lib/auth/sealed-secret, `audit-publication`). */
export const addPublication = (
  scope: Scope,
  { kind, settings }: PublicationSettings,
  sealedSecret: string | null,
  on: Db = database(),
): Promise<{ id: string }> =>
  audited(
    scope,
    { permission: 'audit.write', teamId: null },
    async (tx) => {
      const { orgId } = scope
      const mine = eq(auditPublications.orgId, orgId)
      if ((await tx.$count(auditPublications, mine)) >= MOST)
        throw new Refusal('conflict', `Checkpoints are published to ${MOST} places at most.`)
      const id = randomUUID()
      await tx
        .insert(auditPublications)
        .values({ orgId, id, kind, settings, sealedSecret, createdAt: new Date() })
      return {
        result: { id },
        entry: {
          action: 'audit_publication.created',
          target: { kind: 'audit_publication', id, teamId: null },
          after: { kind, name: publicationAddress(kind, settings), hasSecret: sealedSecret !== null },
        },
      }
    },
    on,
  )

/** Ends the publication to a place. What was published stays there. */
export const removePublication = (scope: Scope, publicationId: string, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'audit.write', teamId: null, target: { kind: 'audit_publication', id: publicationId } },
    async (tx) => {
      const [gone] = await tx
        .delete(auditPublications)
        .where(and(eq(auditPublications.orgId, scope.orgId), eq(auditPublications.id, publicationId)))
        .returning()
      if (gone === undefined) throw new Refusal('not_found', 'Checkpoints are not published there.')
      const { kind, settings, sealedSecret } = gone
      return {
        result: undefined,
        entry: {
          action: 'audit_publication.deleted',
          target: { kind: 'audit_publication', id: publicationId, teamId: null },
          before: { kind, name: publicationAddress(kind, settings), hasSecret: sealedSecret !== null },
        },
      }
    },
    on,
  )

/** A place that lacks the newest checkpoint, and is to be tried. */
export type DuePublication = {
  orgId: string
  id: string
  kind: 'file' | 'webhook' | 'git'
  settings: unknown
  sealedSecret: string | null
  lastSize: number | null
}

/** The places whose turn it is. */
export async function listDuePublications(now: Date, on: Db = database()): Promise<DuePublication[]> {
  const found = await on.execute<Omit<DuePublication, 'lastSize'> & { lastSize: string | null }>(sql`
    select p.org_id as "orgId", p.id, p.kind, p.settings, p.sealed_secret as "sealedSecret", p.last_size as "lastSize"
    from audit_publications p
    where (p.next_attempt_at is null or p.next_attempt_at <= ${now.toISOString()}::timestamptz)
      and exists (select 1 from audit_checkpoints c where c.org_id = p.org_id and c.size > coalesce(p.last_size, 0))
    order by p.org_id, p.created_at`)
  return found.rows.map((row) => ({ ...row, lastSize: row.lastSize === null ? null : Number(row.lastSize) }))
}

export type StoredCheckpoint = { size: number; note: string; at: Date }

/** Checkpoints that a place lacks, the oldest first, at most so many of the newest. */
export async function checkpointsAfter(
  orgId: string,
  size: number,
  most: number,
  on: Db = database(),
): Promise<StoredCheckpoint[]> {
  const { at, note } = auditCheckpoints
  const newest = await on
    .select({ size: auditCheckpoints.size, note, at })
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.orgId, orgId), gt(auditCheckpoints.size, size)))
    .orderBy(desc(auditCheckpoints.size))
    .limit(most)
  return newest.reverse()
}

/** Notes that a place has the checkpoint of that size. */
export async function notePublished(
  of: DuePublication,
  size: number,
  now: Date,
  on: Db = database(),
): Promise<void> {
  const well = { lastSize: size, lastAt: now, lastError: null, failingSince: null, nextAttemptAt: null }
  await on.update(auditPublications).set(well).where(isOne(of))
}

/** Notes why it could not be reached, and when it is tried again: after a minute, then five, thirty, each hour. */
export async function noteUnpublished(
  of: DuePublication,
  why: string,
  now: Date,
  on: Db = database(),
): Promise<void> {
  const [row] = await on
    .select({ since: auditPublications.failingSince })
    .from(auditPublications)
    .where(isOne(of))
  const since = row?.since ?? now
  const failedFor = now.getTime() - since.getTime()
  const wait = WAITS_MS.find((each) => failedFor < each) ?? WAITS_MS.at(-1) ?? 0
  await on
    .update(auditPublications)
    .set({ lastError: why, failingSince: since, nextAttemptAt: new Date(now.getTime() + wait) })
    .where(isOne(of))
}

const isOne = ({ orgId, id }: DuePublication) =>
  and(eq(auditPublications.orgId, orgId), eq(auditPublications.id, id))
