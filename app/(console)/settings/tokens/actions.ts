'use server'

import { revalidatePath } from 'next/cache'
import { createReadToken } from '@/db/store/create-read-token'
import { revokeReadToken } from '@/db/store/revoke-read-token'
import { personAction } from '@/lib/auth/person-action'
import { expiryIn } from '@/lib/input/expiry'
import { newReadTokenForm, readTokenForm } from '@/lib/input/read-token-form'

/** Makes a token of the API and hands it back, for a dialog to show once. */
export const createReadTokenAction = personAction(newReadTokenForm, async (scope, { days, ...of }) => {
  const { token } = await createReadToken(scope, { ...of, expiresAt: expiryIn(days) })
  revalidatePath('/settings/tokens')
  return { token }
})

export const revokeReadTokenAction = personAction(readTokenForm, async (scope, { tokenId }) => {
  await revokeReadToken(scope, tokenId)
  revalidatePath('/settings/tokens')
})
