import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditIntegrity } from '@/db/schema/audit'
import type { PackHead } from '@/lib/audit/evidence-pack'
import type { Finding } from '@/lib/audit/log-verdict'
import type { VerifierKey } from '@/lib/audit/signed-note'
import { LogVerification } from '@/lib/audit/verify-log'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { rangeLines, rangePackHead } from './audit-pack'

/** What a verification of all entries came to. */
export type Verification = { to: number; findings: Finding[] }

/**
 * Reads a whole log as an auditor would from a pack of it, and holds it to what was signed: the checkpoints here, and the one
 * that is kept outside. Null when nothing is signed yet, or when it was stopped.
 */
export async function verifyAuditLog(
  orgId: string,
  of: { kept: string | null; keys: readonly VerifierKey[]; mayGoOn?: () => Promise<boolean> },
  on: Db = database(),
  now = new Date(),
): Promise<Verification | null> {
  const ends = await on.execute<{ from: string | null; to: string | null }>(sql`
    select (select min(seq) from audit_entries where org_id = ${orgId}) as "from",
      (select seq from audit_heads where org_id = ${orgId}) as "to"`)
  const { from, to } = ends.rows[0] ?? { from: null, to: null }
  if (to === null) return null
  const range = { from: Number(from ?? 1), to: Number(to) }
  const head = await packHeadOf(on, orgId, range, now)
  if (head === null || 'findings' in head) return head
  const olderCheckpoints = [...head.older.map(({ note }) => note), ...(of.kept === null ? [] : [of.kept])]
  const keys = [...of.keys, ...head.keys]
  const verification = new LogVerification(head, { olderCheckpoints, keys })
  let read = 0
  for await (const line of rangeLines(on, orgId, range)) {
    verification.add(line)
    if (++read % 5000 === 0 && of.mayGoOn !== undefined && !(await of.mayGoOn())) return null
  }
  return { to: range.to, findings: verification.finish().findings }
}

/** Where the hashes that the log must have are missing, that is what is found. */
async function packHeadOf(
  on: Db,
  orgId: string,
  range: { from: number; to: number },
  now: Date,
): Promise<PackHead | Verification | null> {
  try {
    return await rangePackHead(on, orgId, range, now)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = `The log is shorter than what was signed: ${error.message}`
    return { to: range.to, findings: [{ code: 'cut', seq: range.to, message }] }
  }
}

/** Asks for a verification of the whole log; the worker does it within seconds, and its result is with the integrity. */
export async function requestVerification(
  scope: Scope,
  on: Db = database(),
  now = new Date(),
): Promise<void> {
  if (teamsFor(scope, 'audit.read')?.length === 0)
    throw new Refusal('forbidden', 'You may not read the audit log.')
  const { orgId } = scope
  await on.transaction(async (tx) => {
    await tx
      .insert(auditIntegrity)
      .values({ orgId, requestedAt: now })
      .onConflictDoUpdate({ target: auditIntegrity.orgId, set: { requestedAt: now } })
    await appendAuditEntry(tx, scope, {
      action: 'audit_log.verification_requested',
      target: { kind: 'audit_log', id: orgId, teamId: null },
    })
  })
}

/** Logs whose verification was asked for, the first one first. */
export async function listRequestedVerifications(on: Db = database()): Promise<string[]> {
  const rows = await on
    .select({ orgId: auditIntegrity.orgId })
    .from(auditIntegrity)
    .where(isNotNull(auditIntegrity.requestedAt))
    .orderBy(asc(auditIntegrity.requestedAt))
  return rows.map(({ orgId }) => orgId)
}

/** Logs that were last verified before then, or never. */
export async function listUnverified(before: Date, on: Db = database()): Promise<string[]> {
  const found = await on.execute<{ orgId: string }>(sql`
    select h.org_id as "orgId" from audit_heads h left join audit_integrity i on i.org_id = h.org_id
    where h.seq > 0 and (i.verified_at is null or i.verified_at < ${before.toISOString()}::timestamptz) order by h.org_id`)
  return found.rows.map(({ orgId }) => orgId)
}

/** Keeps what a verification came to. A request that was made while it ran stays. */
export async function noteVerified(
  orgId: string,
  { to, findings }: Verification,
  { startedAt, now }: { startedAt: Date; now: Date },
  on: Db = database(),
): Promise<void> {
  const result = { verifiedTo: to, verifiedAt: now, findings }
  await on
    .insert(auditIntegrity)
    .values({ orgId, ...result })
    .onConflictDoUpdate({ target: auditIntegrity.orgId, set: result })
  await on
    .update(auditIntegrity)
    .set({ requestedAt: null })
    .where(and(eq(auditIntegrity.orgId, orgId), sql`requested_at <= ${startedAt.toISOString()}::timestamptz`))
}
