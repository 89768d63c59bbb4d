import fs from 'node:fs'
import { createDatabase, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { listLogs } from '@/db/store/audit-integrity'
import { rotateSigningKey } from '@/db/store/rotate-signing-key'
import { knownKeys } from '@/db/store/sign-audit-checkpoint'
import { hex } from '@/lib/audit/byte-text'
import { auditOrigin } from '@/lib/audit/checkpoint'
import { keyIdOf, verifierKeyText } from '@/lib/audit/signed-note'
import { newSigningKey, signerOf } from '@/lib/audit/signing-key'
import { auditKey, nextAuditKey, replaceAuditKey } from '@/lib/audit-key'
import { systemScope } from '@/lib/auth/system-scope'
import { config } from '@/lib/config'
import { keptCheckpoint } from '@/lib/jobs/kept-checkpoint'
import { Obstacle } from '@/lib/model/obstacle'
import { openInstallation } from '../installation'
import { say } from '../say'

export type RotateOptions = { newKeyFile?: string; lost?: boolean }

/** `audit rotate-key`: another key signs the audit log from now on, announced in the log and signed for by both. */
export async function rotateAuditKey({ newKeyFile, lost = false }: RotateOptions): Promise<void> {
  const isInFile = config().auditKey === null
  if (!isInFile && newKeyFile === undefined)
    throw new Obstacle(
      'The key is in RUNLEDGER_AUDIT_KEY, which a command cannot change',
      'Make one with `openssl genpkey -algorithm ed25519`, give it by --new-key-file, then put it into RUNLEDGER_AUDIT_KEY.',
    )
  const given = newKeyFile === undefined ? null : fs.readFileSync(newKeyFile, 'utf8')
  const old = auditKey()
  const next = isInFile ? nextAuditKey(() => given ?? newSigningKey()) : (given ?? '')
  const installation = await openInstallation()
  try {
    await migrate(installation.url)
    const { db, close } = createDatabase(installation.url, { max: 1, applicationName: 'runledger-audit' })
    try {
      const [first] = await rotateAll(db, { old, next, isLost: lost })
      if (isInFile && first !== undefined) replaceAuditKey(first)
      else say('Now put the new key into RUNLEDGER_AUDIT_KEY and start again; until then nothing is signed.')
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}

/** Each log in turn; one that a rotation that was cut short has come to is left. Returns the ids of the old keys. */
async function rotateAll(
  db: Db,
  { old, next, isLost }: { old: string; next: string; isLost: boolean },
): Promise<string[]> {
  const logs = await listLogs(db)
  if (logs.length === 0)
    throw new Obstacle(
      'Runledger is not set up yet',
      'Open the set-up link of `npm start`, or use `bin/runledger setup`.',
    )
  const ids: string[] = []
  for (const { orgId } of logs) {
    const origin = auditOrigin(orgId)
    const [before, signer] = [signerOf(origin, old), signerOf(origin, next)]
    ids.push(hex(keyIdOf(before)))
    const current = (await knownKeys(orgId, db)).find((key) => !key.isRetired)
    if (current?.id !== hex(keyIdOf(signer))) {
      const rotation = {
        next: signer,
        old: isLost ? null : before,
        kept: keptCheckpoint(config().dataDir, orgId),
        now: new Date(),
      }
      const { size } = await rotateSigningKey(
        systemScope(orgId, 'bin/runledger audit rotate-key'),
        rotation,
        db,
      )
      say(
        `${origin}: the checkpoint of ${size} entries is signed by ${isLost ? 'the new key' : 'both keys'}.`,
      )
    }
    process.stdout.write(`${verifierKeyText(signer)}\n`)
  }
  return ids
}
