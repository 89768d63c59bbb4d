import type { AuditFormat, ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { ecsDocument } from './audit-ecs'
import { ocsfEvent } from './audit-ocsf'
import { csvLine } from './csv'
import { jsonLine } from './jsonl'

type Cell = string | number | null

/** The columns of a file, in order; in lines of JSON the same names, with what was before and after as it is. */
const COLUMNS: readonly (readonly [name: string, of: (entry: ExportedAuditEntry) => Cell])[] = [
  ['seq', ({ seq }) => seq],
  ['at', ({ at }) => at.toISOString()],
  ['actor_kind', ({ actor }) => actor.kind],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_name', ({ actor }) => actor.name],
  ['on_behalf_of_id', ({ onBehalfOf }) => onBehalfOf?.id ?? null],
  ['on_behalf_of_name', ({ onBehalfOf }) => onBehalfOf?.name ?? null],
  ['action', ({ action }) => action],
  ['outcome', ({ outcome }) => outcome],
  ['target_kind', ({ target }) => target.kind],
  ['target_id', ({ target }) => target.id],
  ['target_name', ({ target }) => target.name],
  ['team_id', ({ target }) => target.teamId],
  ['team', ({ target }) => target.teamName],
  ['source_kind', ({ source }) => source?.kind ?? null],
  ['source_id', ({ source }) => source?.id ?? null],
  ['ip', ({ ip }) => ip],
  ['request_id', ({ requestId }) => requestId],
  ['reason', ({ reason }) => reason],
  ['before', ({ before }) => jsonCell(before)],
  ['after', ({ after }) => jsonCell(after)],
  ['is_erased', ({ isErased }) => String(isErased)],
  ['hash', ({ hash }) => hash],
  ['previous_hash', ({ previousHash }) => previousHash],
  ['payload_hash', ({ payloadHash }) => payloadHash],
]

const jsonCell = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)

/** What a file begins with: a CSV has its names, lines of JSON carry their own. */
export const auditFileHead = (format: AuditFormat): string =>
  format === 'csv' ? csvLine(COLUMNS.map(([name]) => name)) : ''

/** One entry as its line of the file. */
export function auditFileLine(format: AuditFormat, entry: ExportedAuditEntry): string {
  switch (format) {
    case 'csv':
      return csvLine(COLUMNS.map(([, of]) => of(entry)))
    case 'jsonl':
      return jsonLine(
        Object.fromEntries(COLUMNS.map(([name, of]) => [name, plain(name, entry) ?? of(entry)])),
      )
    case 'ocsf':
      return jsonLine(ocsfEvent(entry))
    case 'ecs':
      return jsonLine(ecsDocument(entry))
  }
}

/** What lines of JSON tell better than a cell can. */
const plain = (name: string, { before, after, isErased }: ExportedAuditEntry): unknown =>
  ({ before, after, is_erased: isErased })[name]

/** What the file is called, after its shape and when it was made. */
export const auditFileName = (format: AuditFormat, at: Date): string =>
  `audit${format === 'ocsf' || format === 'ecs' ? `-${format}` : ''}-${fileMoment(at)}.${format === 'csv' ? 'csv' : 'jsonl'}`

/** A moment as names of files have it: `20261121-130405`, in UTC. */
export const fileMoment = (at: Date): string =>
  at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')

/** What the file is, for its reader's program. */
export const auditFileType = (format: AuditFormat): string =>
  format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8'
