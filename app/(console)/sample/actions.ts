'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { removeSample, startSample, stopSample } from '@/db/store/start-sample'
import { personAction } from '@/lib/auth/person-action'
import type { Scope } from '@/lib/model/scope'

const change = (verb: (scope: Scope) => Promise<void>) =>
  personAction(z.object({}), async (scope) => {
    await verb(scope)
    revalidatePath('/sample')
  })

export const startSampleAction = change((scope) => startSample(scope))
export const stopSampleAction = change((scope) => stopSample(scope))
export const removeSampleAction = change((scope) => removeSample(scope))
