'use server'

import { revalidatePath } from 'next/cache'
import { createReadToken } from '@/db/store/create-read-token'
import { revokeReadToken } from '@/db/store/revoke-read-token'
import { personAction } from '@/lib/auth/person-action'
import { newReadTokenForm, readTokenForm } from '@/lib/input/read-token-form'

/** Makes a token that reads the API and hands it back, for a dialog to show once. */
export const createReadTokenAction = personAction(
  newReadTokenForm,
  async (scope, { name, days, teamIds }) => {
    const { token } = await createReadToken(scope, { name, teamIds, expiresAt: expiryIn(days) })
    revalidatePath('/settings/tokens')
    return { token }
  },
)

export const revokeReadTokenAction = personAction(readTokenForm, async (scope, { tokenId }) => {
  await revokeReadToken(scope, tokenId)
  revalidatePath('/settings/tokens')
})

const expiryIn = (days: string): Date | null =>
  days === 'never' ? null : new Date(Date.now() + Number(days) * 86_400_000)
