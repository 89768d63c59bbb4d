import { listLogs, noteBroken, noteWhole } from '@/db/store/audit-integrity'
import { BrokenLog } from '@/db/store/check-audit-log'
import { signAuditCheckpoint } from '@/db/store/sign-audit-checkpoint'
import { auditOrigin } from '@/lib/audit/checkpoint'
import { signerOf } from '@/lib/audit/signing-key'
import { log } from '@/lib/log'
import type { Job } from './job'
import { keptCheckpoint } from './kept-checkpoint'

/** Signed at the latest five minutes after an entry, less what a round of the job may take. */
const DUE_MS = 4 * 60_000
const DUE_ENTRIES = 1000

/** What signs and where what was signed is kept, on this machine. */
export type CheckpointKeeping = { key: () => string; dataDir: string }

/** Signs a checkpoint of each log that has grown, at least every five minutes and every thousand entries; a log that does not go on from what was signed is not signed, and says so. */
export const checkpointAudit = ({ key, dataDir }: CheckpointKeeping): Job => ({
  name: 'checkpoint-audit',
  everyMs: 15_000,
  run: async ({ db, now, mayGoOn }) => {
    const done = { signed: 0, broken: 0 }
    for (const { orgId, size, signedSize, signedAt } of await listLogs(db)) {
      const isDue =
        size > signedSize &&
        (signedAt === null ||
          now.getTime() - signedAt.getTime() >= DUE_MS ||
          size - signedSize >= DUE_ENTRIES)
      // One that ends before what was signed has to be told of at once.
      if (!isDue && size >= signedSize) continue
      if (!(await mayGoOn())) break
      try {
        const signer = signerOf(auditOrigin(orgId), key())
        const signing = { signers: [signer] as const, kept: keptCheckpoint(dataDir, orgId), now }
        if ((await signAuditCheckpoint(orgId, signing, db)) !== null) done.signed++
        await noteWhole(orgId, db)
      } catch (error) {
        if (!(error instanceof BrokenLog)) throw error
        done.broken++
        log('audit').error(
          { orgId, size: error.size, why: error.message },
          'the audit log is broken: nothing is signed',
        )
        await noteBroken(orgId, { size: error.size, why: error.message, at: now }, db)
      }
    }
    return done
  },
})
