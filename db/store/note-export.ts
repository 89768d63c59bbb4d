import { type Db, database } from '@/db/client'
import type { Scope } from '@/lib/model/scope'
import { teamsFor } from '@/lib/model/scope'
import { appendAuditEntry } from './append-audit-entry'
import { audited } from './audited'
import { noteAuditRead } from './note-audit-read'

export type Export = { query: string; range: string; format: string; rows: number; isCut: boolean }

/**
 * Writes down that executions leave in a file, before the first row does. Who may read none may not take any along: that is
 * refused and written down too.
 */
export async function noteExport(scope: Scope, file: Export, on: Db = database()): Promise<void> {
  const teams = teamsFor(scope, 'execution.read')
  const [anyTeam = null] = teams ?? []
  // The file of somebody of one team is that team's business; one across teams is the organization's.
  const teamId = teams?.length === 1 ? anyTeam : null
  await audited(
    scope,
    { permission: 'execution.read', teamId: anyTeam, target: { kind: 'executions', id: 'export' } },
    async () => ({
      result: undefined,
      entry: {
        action: 'executions.exported',
        target: { kind: 'executions', id: 'export', teamId },
        after: { ...file, teams: teams ?? 'all' },
      },
    }),
    on,
  )
}

/** Writes down that the telemetry of a trace leaves in a file; whoever calls has shown that it may be read. */
export async function noteTraceExport(
  scope: Scope,
  traceId: string,
  signal: 'spans' | 'logs',
  on: Db = database(),
): Promise<void> {
  const teams = teamsFor(scope, 'execution.read')
  const teamId = teams?.length === 1 ? (teams[0] ?? null) : null
  await on.transaction((tx) =>
    appendAuditEntry(tx, scope, {
      action: 'trace.exported',
      target: { kind: 'trace', id: traceId, teamId },
      after: { signal },
    }),
  )
}

/** What of the audit log leaves in a file. */
export type AuditExport = { format: string; filter: string; from: number; to: number }

/** Writes down that entries of the audit log leave in a file, before the first one does. */
export async function noteAuditExport(scope: Scope, file: AuditExport, on: Db = database()): Promise<void> {
  await noteAuditRead(scope, file.filter, on)
  const teams = teamsFor(scope, 'audit.read')
  const teamId = teams?.length === 1 ? (teams[0] ?? null) : null
  await on.transaction((tx) =>
    appendAuditEntry(tx, scope, {
      action: 'audit_log.exported',
      target: { kind: 'audit_log', id: scope.orgId, teamId },
      after: file,
    }),
  )
}

/** Writes down that a file of events was stored as if their source had sent them, and what became of it. */
export const noteImport = (
  scope: Scope,
  source: { sourceId: string; teamId: string },
  summary: { lines: number; stored: number; repeated: number; refused: number },
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { permission: 'source.write', teamId: source.teamId, target: { kind: 'source', id: source.sourceId } },
    async () => ({
      result: undefined,
      entry: {
        action: 'events.imported',
        target: { kind: 'source', id: source.sourceId, teamId: source.teamId },
        after: summary,
      },
    }),
    on,
  )
