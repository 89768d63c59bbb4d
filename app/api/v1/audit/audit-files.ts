import { AUDIT_EXPORT_PAGE, exportAuditEntries } from '@/db/queries/export-audit-entries'
import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { planEvidencePack } from '@/db/queries/plan-evidence-pack'
import { noteAuditRead } from '@/db/store/note-audit-read'
import { noteAuditExport } from '@/db/store/note-export'
import { PACK_FILES, packFiles } from '@/lib/audit/evidence-pack'
import { VERIFIER_FILES, verifierText } from '@/lib/audit-verifier'
import {
  auditFileHead,
  auditFileLine,
  auditFileName,
  auditFileType,
  fileMoment,
} from '@/lib/export/audit-file'
import { byteStream } from '@/lib/export/byte-stream'
import { zipPieces } from '@/lib/export/zip-stream'
import type { AuditFilter } from '@/lib/model/audit-entry'
import type { AuditFormat } from '@/lib/model/exported-audit-entry'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'

/** Every entry that a filter finds as a file, read while it is written; that it left is written down before the first one does. */
export async function auditFile(
  scope: Scope,
  { filter, asked, format }: { filter: AuditFilter; asked: string; format: AuditFormat },
): Promise<Response> {
  await noteAuditRead(scope, asked)
  const now = new Date()
  // What comes while the file is written is not part of it: not even the entry that tells of it.
  const fixed = { ...filter, until: filter.until ?? now }
  const { size, firstSeq } = await getAuditIntegrity(scope)
  await noteAuditExport(scope, { format, filter: asked, from: firstSeq ?? 0, to: size })
  return fileOf(byteStream(linesOf(scope, fixed, format)), auditFileName(format, now), auditFileType(format))
}

async function* linesOf(
  scope: Scope,
  filter: AuditFilter,
  format: AuditFormat,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder()
  const head = auditFileHead(format)
  if (head !== '') yield encoder.encode(head)
  let after = filter.after
  for (;;) {
    const page = await exportAuditEntries(
      scope,
      { ...filter, ...(after === undefined ? {} : { after }) },
      AUDIT_EXPORT_PAGE,
    )
    if (page.length > 0) yield encoder.encode(page.map((entry) => auditFileLine(format, entry)).join(''))
    after = page.at(-1)?.seq
    if (page.length < AUDIT_EXPORT_PAGE || after === undefined) return
  }
}

/** An evidence pack of what a filter finds, as a zip that is made while it is read. */
export async function packFile(
  scope: Scope,
  { filter, asked }: { filter: AuditFilter; asked: string },
): Promise<Response> {
  const now = new Date()
  await noteAuditRead(scope, asked)
  const { head, lines } = await planEvidencePack(scope, filter, asked === '' ? null : asked)
  const { from, to } = head.manifest
  await noteAuditExport(scope, { format: 'evidence-pack', filter: asked, from, to })
  const verifier = VERIFIER_FILES.flatMap((name) => {
    const text = verifierText(name)
    return text === null ? [] : { name, text }
  })
  const entries = async function* () {
    for await (const line of lines()) yield `${line}\n`
  }
  const name = `runledger-evidence-${fileMoment(now)}`
  const files = [...packFiles(head), ...verifier, { name: PACK_FILES.entries, text: entries }]
  return fileOf(byteStream(zipPieces(name, files, now)), `${name}.zip`, 'application/zip')
}

/** The proof of one entry as a `.tlog-proof` file. */
export async function proofFile(scope: Scope, seq: number): Promise<Response> {
  await noteAuditRead(scope, `seq=${seq}`)
  const entry = await getAuditEntry(scope, seq)
  if (entry === null) throw new Refusal('not_found', 'There is no such entry.')
  if (entry.covered === null)
    throw new Refusal('conflict', 'No checkpoint covers this entry yet. One is signed within five minutes.')
  return fileOf(entry.covered.proof, `entry-${seq}.tlog-proof`, 'text/plain; charset=utf-8')
}

const fileOf = (body: BodyInit, name: string, type: string): Response =>
  new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
