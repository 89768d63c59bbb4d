'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { removePublication } from '@/db/store/audit-publications'
import { type Erasure, erasePerson } from '@/db/store/erase-person'
import { releaseLegalHold, setLegalHold, updateAuditRetention } from '@/db/store/legal-holds'
import { deleteView, renameView, saveView } from '@/db/store/saved-views'
import { requestVerification } from '@/db/store/verify-audit-log'
import { personAction } from '@/lib/auth/person-action'
import { publishCheckpointsTo } from '@/lib/auth/set-publication'
import {
  auditRetentionForm,
  auditViewForm,
  erasureForm,
  holdForm,
  publicationForm,
  publicationIdForm,
  releaseForm,
} from '@/lib/input/audit-forms'
import { renameViewForm, viewForm } from '@/lib/input/view-form'

const PAGE = '/audit'

export const verifyNowAction = personAction(z.object({}), async (scope) => {
  await requestVerification(scope)
  revalidatePath(PAGE, 'layout')
})

export const setAuditRetentionAction = personAction(auditRetentionForm, async (scope, { days }) => {
  await updateAuditRetention(scope, days)
  revalidatePath(PAGE, 'layout')
})

export const setHoldAction = personAction(holdForm, async (scope, hold) => {
  await setLegalHold(scope, hold)
  revalidatePath(PAGE, 'layout')
})

export const releaseHoldAction = personAction(releaseForm, async (scope, of) => {
  await releaseLegalHold(scope, of)
  revalidatePath(PAGE, 'layout')
})

export const publishToAction = personAction(publicationForm, async (scope, to) => {
  const made = await publishCheckpointsTo(scope, to)
  revalidatePath(PAGE, 'layout')
  return made
})

export const unpublishAction = personAction(publicationIdForm, async (scope, { publicationId }) => {
  await removePublication(scope, publicationId)
  revalidatePath(PAGE, 'layout')
})

export const erasePersonAction = personAction(erasureForm, async (scope, of): Promise<Erasure> => {
  const erasure = await erasePerson(scope, of)
  revalidatePath(PAGE, 'layout')
  return erasure
})

export const saveAuditViewAction = personAction(auditViewForm, async (scope, view) => {
  const saved = await saveView(scope, { page: PAGE, ...view })
  revalidatePath(PAGE)
  return saved
})

export const renameAuditViewAction = personAction(renameViewForm, async (scope, view) => {
  await renameView(scope, { page: PAGE, ...view })
  revalidatePath(PAGE)
})

export const deleteAuditViewAction = personAction(viewForm, async (scope, view) => {
  await deleteView(scope, { page: PAGE, ...view })
  revalidatePath(PAGE)
})
