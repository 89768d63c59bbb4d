import { getSource } from '@/db/queries/get-source'
import { listRejections } from '@/db/queries/list-rejections'
import { uuidPlace } from '@/lib/api/cursors'
import { isoDates } from '@/lib/api/iso-dates'
import { listRejectionsOperation } from '@/lib/api/source-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listRejectionsOperation,
  async ({ scope, params: { id }, query: { reason, signal, limit, cursor } }) => {
    await getSource(scope, id)
    const after = uuidPlace(cursor)
    const filter = {
      ...(reason === undefined ? {} : { reason }),
      ...(signal === undefined ? {} : { signal }),
      ...(after === null ? {} : { after }),
    }
    const rows = await listRejections(scope, id, filter, limit)
    const items = isoDates(rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  },
)
