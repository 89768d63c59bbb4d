import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { noteAuditRead } from '@/db/store/note-audit-read'
import { listAuditEntriesOperation } from '@/lib/api/audit-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'
import { askedAudit, wordsOf } from '../asked-audit'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listAuditEntriesOperation,
  async ({ scope, query: { limit, cursor, ...query } }) => {
    await noteAuditRead(scope, wordsOf(query))
    const found = await listAuditEntries(scope, askedAudit(query, cursor), limit)
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return { items: isoDates(items), next: found.length > limit && last ? String(last.seq) : null }
  },
)
