'use server'

import { revalidatePath } from 'next/cache'
import { previewReplay, replayEvents, replayRange } from '@/db/store/replay-events'
import { personAction } from '@/lib/auth/person-action'
import { replayForm } from '@/lib/input/replay-form'
import type { ReplayPage } from '@/lib/model/replay'

/** Reads events again with today's readers, or says what that would change: those that were picked, or a page of all that match. */
export const replayAction = personAction(
  replayForm,
  async (scope, { isPreview, ids, filter }): Promise<ReplayPage> => {
    if (ids.length === 0) {
      const page = await replayRange(scope, filter, { isPreview })
      if (!isPreview && page.next === null) revalidatePath('/sources', 'layout')
      return page
    }
    const replay = await (isPreview ? previewReplay(scope, ids) : replayEvents(scope, ids))
    if (!isPreview) revalidatePath('/sources', 'layout')
    return { replay, next: null }
  },
)
