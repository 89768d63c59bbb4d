import { getSource } from '@/db/queries/get-source'
import { countEvents } from '@/db/queries/list-events'
import { countEventsOperation } from '@/lib/api/event-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countEventsOperation,
  async ({ scope, params: { id } }) => ({
    items: await countEvents(scope, (await getSource(scope, id)).id),
  }),
)
