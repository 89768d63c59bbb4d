'use server'

import { revalidatePath } from 'next/cache'
import { deleteView, renameView, saveView, setDefaultView } from '@/db/store/saved-views'
import { personAction } from '@/lib/auth/person-action'
import { defaultViewForm, newViewForm, renameViewForm, viewForm } from '@/lib/input/view-form'

const PAGE = '/executions'

export const saveViewAction = personAction(newViewForm, async (scope, input) => {
  const saved = await saveView(scope, { page: PAGE, ...input })
  revalidatePath(PAGE)
  return saved
})

export const renameViewAction = personAction(renameViewForm, async (scope, input) => {
  await renameView(scope, { page: PAGE, ...input })
  revalidatePath(PAGE)
})

export const setDefaultViewAction = personAction(defaultViewForm, async (scope, input) => {
  await setDefaultView(scope, { page: PAGE, ...input })
  revalidatePath(PAGE)
})

export const deleteViewAction = personAction(viewForm, async (scope, input) => {
  await deleteView(scope, { page: PAGE, ...input })
  revalidatePath(PAGE)
})
