import type { AuditEntryDetail } from './audit-entry'

/** An entry as a file of entries tells it: all that it says, and its place in the chain. */
export type ExportedAuditEntry = Omit<AuditEntryDetail, 'covered' | 'leafText' | 'payloadText' | 'change'> & {
  orgId: string
}

/** Shapes of a file of entries. `ocsf`: Open Cybersecurity Schema Framework. `ecs`: Elastic Common Schema. */
export const AUDIT_FORMATS = ['csv', 'jsonl', 'ocsf', 'ecs'] as const
export type AuditFormat = (typeof AUDIT_FORMATS)[number]
