import { listChanges } from '@/db/queries/list-changes'
import { listChangesOperation } from '@/lib/api/change-operations'
import { withOutcomeTimes } from '@/lib/api/change-outcomes'
import { uuidPlace } from '@/lib/api/cursors'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listChangesOperation,
  async ({ scope, query: { flow, source, team, person, from, to, limit, cursor, ...words } }) => {
    const filter = {
      ...words,
      ...{ flowId: flow, sourceId: source, teamId: team, personId: person },
      since: from === undefined ? undefined : new Date(from),
      until: to === undefined ? undefined : new Date(to),
      after: uuidPlace(cursor) ?? undefined,
    }
    const rows = await listChanges(scope, filter, limit)
    const items = rows
      .slice(0, limit)
      .map(({ effect, ...row }) => ({ ...isoDates(row), effect: withOutcomeTimes(effect) }))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  },
)
