'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { acceptInvite } from '@/db/store/accept-invite'
import { clientAddress, requestIdOf } from '@/lib/auth/client-request'
import { formAction } from '@/lib/auth/person-action'
import { startSession } from '@/lib/auth/start-session'
import { acceptanceForm } from '@/lib/input/people-form'

/** Makes the account of an invited person and signs them in. Nobody is signed in yet: the link is what gives the right. */
export const acceptInviteAction = formAction(acceptanceForm, async (input): Promise<void> => {
  const head = await headers()
  const made = await acceptInvite(input, { ip: clientAddress(head), requestId: requestIdOf(head) })
  await startSession(made)
  redirect('/')
})
