import type { auditEntries } from '@/db/schema/audit'
import type { Json } from '@/lib/audit/canonical-json'
import { type EntryFields, type Payload, payloadOfFormatOne, type SaltedPayload } from '@/lib/audit/leaf'
import type { ListedAuditEntry } from '@/lib/model/audit-entry'
import { isUuid } from '@/lib/model/uuid'

/** An entry as it is stored. */
export type AuditRow = typeof auditEntries.$inferSelect

/** What of a stored entry stays for good. */
export const fieldsOfRow = (row: AuditRow): EntryFields => ({
  format: row.format,
  orgId: row.orgId,
  seq: row.seq,
  at: row.at,
  actor: { kind: row.actorKind, id: row.actorId },
  onBehalfOf:
    row.onBehalfOfKind === null || row.onBehalfOfId === null
      ? null
      : { kind: row.onBehalfOfKind, id: row.onBehalfOfId },
  action: row.action,
  outcome: row.outcome,
  target: { kind: row.targetKind, id: row.targetId, teamId: row.teamId },
  source: row.sourceKind === null ? null : { kind: row.sourceKind, id: row.sourceId },
  payloadHash: row.payloadHash,
  previousHash: row.previousHash,
})

/** The rest of it, as it was hashed; null once it was erased. */
export function payloadOfRow(row: AuditRow): Payload | null {
  if (row.actorName === null) return null
  const by = { name: row.actorName, ip: row.ip, requestId: row.requestId }
  const [before, after] = [jsonOf(row.before), jsonOf(row.after)]
  if (row.format === 1 || row.salt === null) return payloadOfFormatOne({ by, before, after })
  const salted: SaltedPayload = {
    salt: row.salt.toString('hex'),
    by: { name: by.name, ip: by.ip, request_id: by.requestId, on_behalf_of: row.onBehalfOfName },
    before,
    after,
    reason: row.reason,
  }
  return salted
}

/** What the driver parsed as JSON is JSON. */
const jsonOf = (value: unknown): Json => value as Json

/** The change of a flow that an entry is about, by what it says; null of all other entries. */
export const changeTold = (told: {
  id: unknown
  summary: unknown
  by: unknown
}): ListedAuditEntry['change'] =>
  typeof told.id === 'string' && isUuid(told.id)
    ? { id: told.id, summary: textOrNull(told.summary), by: textOrNull(told.by) }
    : null

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
