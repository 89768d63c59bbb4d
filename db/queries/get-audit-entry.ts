import { and, desc, eq, gte, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditCheckpoints, auditEntries } from '@/db/schema/audit'
import { teams } from '@/db/schema/people'
import { inclusionProof } from '@/db/store/audit-proofs'
import { hex } from '@/lib/audit/byte-text'
import { leafOf, leafText, payloadText } from '@/lib/audit/leaf'
import { tlogProofText } from '@/lib/audit/tlog-proof'
import type { AuditEntryDetail } from '@/lib/model/audit-entry'
import type { Scope } from '@/lib/model/scope'
import { changeTold, fieldsOfRow, payloadOfRow } from './audit-row'
import { targetNameNow } from './target-name'
import { visibleIn } from './visible'

/** One entry with what it says, its place in the chain and its proof under the last signed checkpoint; null when there is none to see. */
export async function getAuditEntry(
  scope: Scope,
  seq: number,
  on: Db = database(),
): Promise<AuditEntryDetail | null> {
  if (!Number.isSafeInteger(seq)) return null
  const [found] = await on
    .select({ row: auditEntries, teamName: teams.name, nameNow: targetNameNow(sql`${auditEntries}`) })
    .from(auditEntries)
    .leftJoin(teams, and(eq(teams.orgId, auditEntries.orgId), eq(teams.id, auditEntries.teamId)))
    .where(
      and(
        eq(auditEntries.orgId, scope.orgId),
        eq(auditEntries.seq, seq),
        visibleIn(scope, 'audit.read', auditEntries.teamId),
      ),
    )
  if (found === undefined) return null
  const { row, teamName, nameNow } = found
  const fields = fieldsOfRow(row)
  const payload = payloadOfRow(row)
  return {
    seq,
    at: row.at,
    actor: { ...fields.actor, name: row.actorName },
    onBehalfOf: fields.onBehalfOf && { ...fields.onBehalfOf, name: row.onBehalfOfName },
    action: row.action,
    outcome: row.outcome,
    target: { ...fields.target, teamName, name: nameIn(row.after) ?? nameIn(row.before) ?? nameNow },
    source: fields.source,
    ip: row.ip,
    reason: row.reason,
    change: changeIn(row.after),
    isErased: payload === null,
    requestId: row.requestId,
    before: row.before,
    after: row.after,
    format: row.format,
    hash: hex(row.hash),
    previousHash: hex(row.previousHash),
    payloadHash: hex(row.payloadHash),
    leafText: leafText(leafOf(fields)),
    payloadText: payload === null ? null : payloadText(payload),
    covered: await coverOf(scope.orgId, seq, on),
  }
}

async function coverOf(orgId: string, seq: number, on: Db): Promise<AuditEntryDetail['covered']> {
  const [last] = await on
    .select({ size: auditCheckpoints.size, at: auditCheckpoints.at, note: auditCheckpoints.note })
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.orgId, orgId), gte(auditCheckpoints.size, seq)))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1)
  if (last === undefined) return null
  const hashes = await inclusionProof(on, orgId, seq, last.size)
  return { ...last, proof: tlogProofText({ index: seq - 1, hashes, checkpoint: last.note }) }
}

function changeIn(value: unknown): AuditEntryDetail['change'] {
  if (typeof value !== 'object' || value === null) return null
  const {
    change,
    summary,
    actor,
  }: { change?: unknown; summary?: unknown; actor?: { name?: unknown } | null } = value
  return changeTold({ id: change, summary, by: actor?.name })
}

function nameIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const { name, email }: { name?: unknown; email?: unknown } = value
  return [name, email].find((each) => typeof each === 'string') ?? null
}
