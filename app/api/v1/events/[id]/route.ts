import { getEvent } from '@/db/queries/get-event'
import { getEventOperation } from '@/lib/api/event-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getEventOperation,
  async ({ scope, params: { id } }) => isoDates(await getEvent(scope, id)),
)
