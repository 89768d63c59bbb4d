import { listAuditRetention, pruneAuditLog } from '@/db/store/prune-audit-log'
import type { Job } from './job'

const DAY_MS = 86_400_000

/** Lets go of entries that are older than their organization keeps them, are signed for, and are under no legal hold. */
export const pruneAudit: Job = {
  name: 'prune-audit',
  everyMs: 3_600_000,
  run: async ({ db, now, mayGoOn }) => {
    let pruned = 0
    for (const { orgId, days } of await listAuditRetention(db)) {
      const before = new Date(now.getTime() - days * DAY_MS)
      while (await mayGoOn()) {
        const gone = await pruneAuditLog(orgId, before, db)
        pruned += gone
        if (gone === 0) break
      }
    }
    return { pruned }
  },
}
