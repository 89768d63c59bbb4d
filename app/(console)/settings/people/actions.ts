'use server'

import { revalidatePath } from 'next/cache'
import { decideMerge } from '@/db/store/decide-merge'
import { personAction } from '@/lib/auth/person-action'
import { mergeForm } from '@/lib/input/merge-form'

/** Decides that two names are one person, or two. */
export const decideMergeAction = personAction(mergeForm, async (scope, choice) => {
  await decideMerge(scope, choice)
  revalidatePath('/settings/people')
})
