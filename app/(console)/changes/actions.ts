'use server'

import { revalidatePath } from 'next/cache'
import { noteOnChange } from '@/db/store/note-on-change'
import { seeAnswer } from '@/db/store/see-answer'
import { personAction } from '@/lib/auth/person-action'
import { changeNoteForm, seenAnswerForm } from '@/lib/input/change-form'

/** Notes what the person says of a change. */
export const noteOnChangeAction = personAction(changeNoteForm, async (scope, remark) => {
  await noteOnChange(scope, remark)
  // The mark in the rail as well.
  revalidatePath('/', 'layout')
  return remark.kind
})

/** Keeps that who asked has seen the answer. What is on the screen stays as it is. */
export const seeAnswerAction = personAction(seenAnswerForm, (scope, { changeId }) =>
  seeAnswer(scope, changeId),
)
