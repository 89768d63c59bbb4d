import type { ExportedExecution } from '@/lib/model/exported-execution'
import { csvLine } from './csv'
import { jsonLine } from './jsonl'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** More rows than a person opens; whoever needs all of them has the interface for programs. */
export const EXPORT_MAX = 100_000

/** The columns of a file, in order: the names are those of the filter language where it has one. */
const COLUMNS: readonly (readonly [name: string, of: (row: ExportedExecution) => string | number | null])[] =
  [
    ['id', (row) => row.id],
    ['native_id', (row) => row.nativeId],
    ['state', (row) => row.state],
    ['native_state', (row) => row.nativeState],
    ['flow', (row) => row.flow],
    ['namespace', (row) => row.namespace],
    ['title', (row) => row.title],
    ['team', (row) => row.team],
    ['source', (row) => row.source],
    ['source_kind', (row) => row.sourceKind],
    ['environment', (row) => row.environment],
    ['occurred_at', (row) => row.occurredAt],
    ['queued_at', (row) => row.queuedAt],
    ['started_at', (row) => row.startedAt],
    ['ended_at', (row) => row.endedAt],
    ['duration_ms', (row) => row.durationMs],
    ['attempt', (row) => row.attempt],
    ['trigger', (row) => row.trigger],
    ['actor', (row) => row.actor],
    ['failed_task', (row) => row.failedTask],
    ['error_type', (row) => row.errorType],
    ['error_message', (row) => row.errorMessage],
    ['version', (row) => row.version],
    ['commit', (row) => row.commit],
    ['branch', (row) => row.branch],
    ['url', (row) => row.url],
    ['trace_id', (row) => row.traceId],
    ['labels', (row) => (Object.keys(row.labels).length === 0 ? null : JSON.stringify(row.labels))],
  ]

/** What a file begins with: a CSV has its names, lines of JSON carry their own. */
export const fileHead = (format: ExportFormat): string =>
  format === 'csv' ? csvLine(COLUMNS.map(([name]) => name)) : ''

/** One execution as its line of the file. */
export const fileLine = (format: ExportFormat, row: ExportedExecution): string =>
  format === 'csv'
    ? csvLine(COLUMNS.map(([, of]) => of(row)))
    : jsonLine(
        Object.fromEntries(COLUMNS.map(([name, of]) => [name, name === 'labels' ? row.labels : of(row)])),
      )

/** What the file is called; one that does not hold everything says so in its name, which travels with it. */
export function fileName(format: ExportFormat, at: Date, isCut: boolean): string {
  const when = at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `executions-${when}${isCut ? `-first-${EXPORT_MAX}` : ''}.${format}`
}

/** What the file is, for its reader's program. */
export const fileType = (format: ExportFormat): string =>
  format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8'
