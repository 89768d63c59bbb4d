import { listEvents } from '@/db/queries/list-events'
import { uuidPlace } from '@/lib/api/cursors'
import { listEventsOperation } from '@/lib/api/event-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'
import { filterOf } from '@/lib/input/replay-form'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listEventsOperation,
  async ({ scope, query: { execution, from, to, limit, cursor, ...words } }) => {
    const after = uuidPlace(cursor)
    const filter = {
      ...filterOf({ ...words, since: from, until: to }),
      ...(execution === undefined ? {} : { executionId: execution }),
      ...(after === null ? {} : { after }),
    }
    const rows = await listEvents(scope, filter, limit)
    const items = isoDates(rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  },
)
