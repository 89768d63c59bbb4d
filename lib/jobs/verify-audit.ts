import {
  listRequestedVerifications,
  listUnverified,
  noteVerified,
  verifyAuditLog,
} from '@/db/store/verify-audit-log'
import { auditOrigin } from '@/lib/audit/checkpoint'
import { signerOf } from '@/lib/audit/signing-key'
import { log } from '@/lib/log'
import type { CheckpointKeeping } from './checkpoint-audit'
import type { Job } from './job'
import { keptCheckpoint } from './kept-checkpoint'

const DAY_MS = 86_400_000

/** Verifies whole logs: those that somebody asked for, and each once a day. */
export const verifyAudit = ({ key, dataDir }: CheckpointKeeping): Job => ({
  name: 'verify-audit',
  everyMs: 5_000,
  run: async ({ db, now, mayGoOn }) => {
    const asked = await listRequestedVerifications(db)
    const due = new Set([...asked, ...(await listUnverified(new Date(now.getTime() - DAY_MS), db))])
    const done = { verified: 0, broken: 0 }
    for (const orgId of due) {
      if (!(await mayGoOn())) break
      const of = {
        kept: keptCheckpoint(dataDir, orgId),
        keys: [signerOf(auditOrigin(orgId), key())],
        mayGoOn,
      }
      const found = await verifyAuditLog(orgId, of, db, now)
      if (found === null) continue
      done.verified++
      if (found.findings.length > 0) {
        done.broken++
        log('audit').error(
          { orgId, findings: found.findings.slice(0, 5) },
          'the audit log is not what was signed',
        )
      }
      await noteVerified(orgId, found, { startedAt: now, now: new Date() }, db)
    }
    return done
  },
})
