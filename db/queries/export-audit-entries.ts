import { and, eq, inArray } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditEntries } from '@/db/schema/audit'
import { hex } from '@/lib/audit/byte-text'
import type { AuditFilter } from '@/lib/model/audit-entry'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import type { Scope } from '@/lib/model/scope'
import type { AuditRow } from './audit-row'
import { listAuditEntries } from './list-audit-entries'

/** Rows that are read at once while a file is written. */
export const AUDIT_EXPORT_PAGE = 500

/** Entries with all that they say, the newest first: at most `limit` of those that the list shows for the same filter. */
export async function exportAuditEntries(
  scope: Scope,
  filter: AuditFilter,
  limit: number,
  on: Db = database(),
): Promise<ExportedAuditEntry[]> {
  const listed = (await listAuditEntries(scope, filter, limit, on)).slice(0, limit)
  const rows = await auditRowsOf(
    scope,
    listed.map(({ seq }) => seq),
    on,
  )
  return listed.flatMap((entry) => {
    const row = rows.get(entry.seq)
    if (row === undefined) return []
    return {
      ...entry,
      orgId: row.orgId,
      requestId: row.requestId,
      before: row.before,
      after: row.after,
      format: row.format,
      hash: hex(row.hash),
      previousHash: hex(row.previousHash),
      payloadHash: hex(row.payloadHash),
    }
  })
}

/** Stored entries by their number; whoever asks has found these among what the scope may read. */
async function auditRowsOf(scope: Scope, seqs: readonly number[], on: Db): Promise<Map<number, AuditRow>> {
  if (seqs.length === 0) return new Map()
  const rows = await on
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.orgId, scope.orgId), inArray(auditEntries.seq, [...seqs])))
  return new Map(rows.map((row) => [row.seq, row]))
}
