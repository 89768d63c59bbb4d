'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { endOwnSession } from '@/db/store/sessions'
import { updateRetention } from '@/db/store/update-retention'
import { personAction } from '@/lib/auth/person-action'
import { retentionForm } from '@/lib/input/retention-form'

export const updateRetentionAction = personAction(retentionForm, async (scope, days) => {
  await updateRetention(scope, days)
  revalidatePath('/settings/organization')
})

export const endSessionAction = personAction(
  z.object({ sessionId: z.uuid() }),
  async (scope, { sessionId }) => {
    await endOwnSession(scope, sessionId)
    revalidatePath('/settings')
  },
)
