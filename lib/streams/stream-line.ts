import { auditFileLine } from '@/lib/export/audit-file'
import type { StreamShape } from '@/lib/model/audit-stream'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'

/** One entry as JSON in a stream's shape, without a line's end. Runledger's own shape says the organization first. */
export function streamLine(shape: StreamShape, entry: ExportedAuditEntry): string {
  const line = auditFileLine(shape, entry).trimEnd()
  return shape === 'jsonl' ? `{"organization":${JSON.stringify(entry.orgId)},${line.slice(1)}` : line
}

/** What a test sends: no entry of any log has its number, and it says what it is. */
export const testEntry = (
  { orgId, id, name }: { orgId: string; id: string; name: string },
  at: Date,
): ExportedAuditEntry => ({
  orgId,
  seq: 0,
  at,
  actor: { kind: 'system', id: 'audit-stream', name: 'Runledger' },
  onBehalfOf: null,
  action: 'audit_stream.test',
  outcome: 'done',
  target: { kind: 'audit_stream', id, teamId: null, teamName: null, name },
  source: { kind: 'worker', id: 'audit-stream' },
  ip: null,
  requestId: null,
  reason: 'A test of this stream: no entry of the audit log.',
  before: null,
  after: { test: true },
  isErased: false,
  format: 2,
  hash: '',
  previousHash: '',
  payloadHash: '',
})
