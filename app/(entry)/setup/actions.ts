'use server'

import { headers } from 'next/headers'
import { z } from 'zod'
import { setUp } from '@/db/store/set-up'
import { clientAddress, requestIdOf } from '@/lib/auth/client-request'
import { formAction } from '@/lib/auth/person-action'
import { revealToken } from '@/lib/auth/revealed-token'
import { setUpForm } from '@/lib/input/set-up-form'

const form = setUpForm.extend({ linkToken: z.string().min(1) })

/** The first set-up. Nobody is signed in yet: the one-time link is what gives the right. */
export const setUpAction = formAction(form, async (input) => {
  const head = await headers()
  const { linkToken, sourceName, sourceKind, environment, ...request } = input
  const { sourceId, token } = await setUp(
    { ...request, source: { name: sourceName, kind: sourceKind, environment } },
    { linkToken, actor: { ip: clientAddress(head), requestId: requestIdOf(head) } },
  )
  await revealToken(sourceId, token)
  return { sourceId }
})
