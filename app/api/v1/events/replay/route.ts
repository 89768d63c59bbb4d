import { previewReplay, replayEvents, replayRange } from '@/db/store/replay-events'
import { replayEventsOperation } from '@/lib/api/event-operations'
import { answer } from '@/lib/auth/api-route'
import { filterOf } from '@/lib/input/replay-form'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  replayEventsOperation,
  async ({ scope, body: { preview, ids, filter } }) => {
    if (ids === undefined) {
      const page = await replayRange(scope, filterOf(filter ?? {}), { isPreview: preview })
      return { ...page.replay, next: page.next }
    }
    const replay = await (preview ? previewReplay(scope, ids) : replayEvents(scope, ids))
    return { ...replay, next: null }
  },
)
