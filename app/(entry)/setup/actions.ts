'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { setUp } from '@/db/store/set-up'
import { clientAddress, requestIdOf } from '@/lib/auth/client-request'
import { formAction } from '@/lib/auth/person-action'
import { revealToken } from '@/lib/auth/revealed-token'
import { startSession } from '@/lib/auth/start-session'
import { setUpForm } from '@/lib/input/set-up-form'

const form = setUpForm.extend({ linkToken: z.string().min(1) })

/** The first set-up. Nobody is signed in yet: the one-time link is what gives the right. */
export const setUpAction = formAction(form, async (input): Promise<void> => {
  const head = await headers()
  const { linkToken, sourceName, sourceKind, environment, ...request } = input
  const made = await setUp(
    { ...request, source: { name: sourceName, kind: sourceKind, environment } },
    { linkToken, actor: { ip: clientAddress(head), requestId: requestIdOf(head) } },
  )
  await startSession({ ...made, name: request.name })
  await revealToken(made.sourceId, made.token)
  redirect(`/sources/${made.sourceId}/connect`)
})
