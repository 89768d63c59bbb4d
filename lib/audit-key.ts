import fs from 'node:fs'
import path from 'node:path'
import { newSigningKey } from './audit/signing-key'
import { config } from './config'
import { readOrCreateFile } from './installation-secret'

/** Where the key is kept that signs checkpoints of the audit log, unless RUNLEDGER_AUDIT_KEY holds it. Never in the database. */
export const auditKeyFile = (): string => path.join(config().dataDir, 'audit-key.pem')

/** The private key as PEM, read anew each time: another process may have changed it. Made at first use. */
export function auditKey(): string {
  return config().auditKey ?? readOrCreateFile(auditKeyFile(), newSigningKey)
}

/** Puts another key in the place of the file's; the old one stays beside it under its id, for its owner alone. */
export function replaceAuditKey(pem: string, oldId: string): void {
  const file = auditKeyFile()
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, pem, { mode: 0o600 })
  fs.copyFileSync(file, path.join(path.dirname(file), `audit-key-${oldId}.pem`), fs.constants.COPYFILE_EXCL)
  fs.renameSync(draft, file)
}
