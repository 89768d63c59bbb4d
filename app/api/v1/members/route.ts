import { listMembers } from '@/db/queries/list-members'
import { uuidPlace } from '@/lib/api/cursors'
import { isoDates } from '@/lib/api/iso-dates'
import { listMembersOperation } from '@/lib/api/people-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listMembersOperation,
  async ({ scope, query: { find, team, state, limit, cursor } }) => {
    const after = uuidPlace(cursor)
    const filter = {
      ...(find ? { text: find } : {}),
      ...(team ? { teamId: team } : {}),
      ...(state ? { state } : {}),
      ...(after ? { after } : {}),
    }
    const rows = await listMembers(scope, filter, limit)
    const items = isoDates(rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  },
)
