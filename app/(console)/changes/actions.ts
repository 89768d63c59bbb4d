'use server'

import { revalidatePath } from 'next/cache'
import { noteOnChange } from '@/db/store/note-on-change'
import { personAction } from '@/lib/auth/person-action'
import { changeNoteForm } from '@/lib/input/change-form'

/** Notes what the person says of a change. */
export const noteOnChangeAction = personAction(changeNoteForm, async (scope, remark) => {
  await noteOnChange(scope, remark)
  revalidatePath('/changes', 'layout')
  return remark.kind
})
