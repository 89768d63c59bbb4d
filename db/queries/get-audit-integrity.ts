import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import {
  auditCheckpoints,
  auditHeads,
  auditIntegrity,
  auditKeys,
  auditPublications,
  legalHolds,
} from '@/db/schema/audit'
import { organizations } from '@/db/schema/people'
import type { AuditIntegrity, ListedHold, ListedPublication } from '@/lib/model/audit-entry'
import { publicationAddress } from '@/lib/model/audit-publication'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { getAuditEntry } from './get-audit-entry'
import { countAuditEntries } from './list-audit-entries'

/**
 * How far the log is verified, signed and published, and what is kept from it. What is signed is public, as no proof is worth
 * anything without it. Where it is published, what was written since and which entries of others are not what was signed is
 * told to those alone who may read all of it.
 */
export async function getAuditIntegrity(scope: Scope, on: Db = database()): Promise<AuditIntegrity> {
  const teams = teamsFor(scope, 'audit.read')
  if (teams?.length === 0) throw new Refusal('forbidden', 'You may not read the audit log.')
  const { orgId } = scope
  const [state] = await on.select().from(auditIntegrity).where(eq(auditIntegrity.orgId, orgId))
  const [checkpoint = null] = await on
    .select({ size: auditCheckpoints.size, at: auditCheckpoints.at, note: auditCheckpoints.note })
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.orgId, orgId))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1)
  const whole = { ...(await endsOf(orgId, on)), ...verificationOf(state), readable: null }
  return {
    ...(teams === null ? whole : await partOf(scope, whole, checkpoint?.size ?? 0, on)),
    checkpoint,
    alarm: alarmOf(state),
    publications: teams === null ? await publicationsOf(orgId, on) : [],
    holds: (await holdsOf(orgId, on)).filter(
      (hold) => teams === null || (hold.teamId !== null && teams.includes(hold.teamId)),
    ),
    keys: await on
      .select({ vkey: auditKeys.vkey, since: auditKeys.since, retiredAt: auditKeys.retiredAt })
      .from(auditKeys)
      .where(eq(auditKeys.orgId, orgId))
      .orderBy(desc(auditKeys.since)),
  }
}

type Whole = Pick<
  AuditIntegrity,
  'size' | 'firstSeq' | 'retentionDays' | 'verified' | 'isVerifying' | 'readable'
>

/** The same for who reads a part: as far as it is signed, and findings of entries of others without their numbers. */
async function partOf(scope: Scope, whole: Whole, signed: number, on: Db): Promise<Whole> {
  const { verified } = whole
  const findings = await Promise.all(
    (verified?.findings ?? []).map(async (finding) => {
      const isMine = finding.seq === null || (await getAuditEntry(scope, finding.seq, on)) !== null
      return isMine
        ? finding
        : { seq: null, message: 'An entry that you may not read is not what was signed.' }
    }),
  )
  return {
    ...whole,
    size: signed,
    verified: verified && { ...verified, to: Math.min(verified.to, signed), findings },
    readable: await countAuditEntries(scope, {}, on),
  }
}

type State = typeof auditIntegrity.$inferSelect

async function endsOf(
  orgId: string,
  on: Db,
): Promise<Pick<AuditIntegrity, 'size' | 'firstSeq' | 'retentionDays'>> {
  const [head] = await on.select({ seq: auditHeads.seq }).from(auditHeads).where(eq(auditHeads.orgId, orgId))
  const first = await on.execute<{ seq: string | null }>(
    sql`select min(seq) as seq from audit_entries where org_id = ${orgId}`,
  )
  const [kept] = await on
    .select({ days: organizations.auditRetentionDays })
    .from(organizations)
    .where(eq(organizations.orgId, orgId))
  const seq = first.rows[0]?.seq ?? null
  return {
    size: head?.seq ?? 0,
    firstSeq: seq === null ? null : Number(seq),
    retentionDays: kept?.days ?? null,
  }
}

function verificationOf(state: State | undefined): Pick<AuditIntegrity, 'verified' | 'isVerifying'> {
  const { verifiedTo = null, verifiedAt = null, requestedAt = null } = state ?? {}
  const findings = (state?.findings ?? []) as { seq: number | null; message: string }[]
  return {
    verified:
      verifiedTo === null || verifiedAt === null
        ? null
        : { to: verifiedTo, at: verifiedAt, isIntact: findings.length === 0, findings },
    isVerifying: requestedAt !== null,
  }
}

function alarmOf(state: State | undefined): AuditIntegrity['alarm'] {
  const { brokenSize = null, brokenWhy = null, brokenAt = null } = state ?? {}
  return brokenSize === null || brokenWhy === null || brokenAt === null
    ? null
    : { size: brokenSize, why: brokenWhy, since: brokenAt }
}

async function publicationsOf(orgId: string, on: Db): Promise<ListedPublication[]> {
  const rows = await on
    .select()
    .from(auditPublications)
    .where(eq(auditPublications.orgId, orgId))
    .orderBy(asc(auditPublications.createdAt))
  return rows.map(({ orgId: _, settings, sealedSecret, ...row }) => ({
    ...row,
    destination: publicationAddress(row.kind, settings),
    hasSecret: sealedSecret !== null,
  }))
}

async function holdsOf(orgId: string, on: Db): Promise<ListedHold[]> {
  const rows = await on
    .select()
    .from(legalHolds)
    .where(and(eq(legalHolds.orgId, orgId)))
    .orderBy(desc(legalHolds.setAt))
  return rows.map(({ orgId: _, targetKind, targetId, ...row }) => ({
    ...row,
    target: targetKind === null || targetId === null ? null : { kind: targetKind, id: targetId },
  }))
}
