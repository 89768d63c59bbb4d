import fs from 'node:fs'
import path from 'node:path'
import { newSigningKey } from './audit/signing-key'
import { config } from './config'
import { readOrCreateFile } from './installation-secret'

/** Where the key is kept that signs checkpoints of the audit log, unless RUNLEDGER_AUDIT_KEY holds it. Never in the database. */
const keyFile = (name = 'audit-key'): string => path.join(config().dataDir, `${name}.pem`)

/** The private key as PEM, read anew each time: another process may have changed it. Made at first use. */
export const auditKey = (): string => config().auditKey ?? readOrCreateFile(keyFile(), newSigningKey)

/** The key that is to take its place, as PEM; the same one until `replaceAuditKey`, so that a rotation that was cut short goes on. */
export const nextAuditKey = (make: () => string = newSigningKey): string =>
  readOrCreateFile(keyFile('audit-key-next'), make)

/** Lets the next key take the place of the file's; the old one stays beside it under its id, for its owner alone. */
export function replaceAuditKey(oldId: string): void {
  const retired = keyFile(`audit-key-${oldId}`)
  if (!fs.existsSync(retired)) fs.copyFileSync(keyFile(), retired)
  fs.renameSync(keyFile('audit-key-next'), keyFile())
}
