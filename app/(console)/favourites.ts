'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { setFavourite } from '@/db/store/set-favourite'
import { personAction } from '@/lib/auth/person-action'

const favouriteForm = z.object({
  kind: z.literal('flow'),
  id: z.guid(),
  isOn: z.enum(['true', 'false']).transform((text) => text === 'true'),
})

/** Stars a flow, or takes the star away: fields `kind`, `id` and `isOn`. */
export const setFavouriteAction = personAction(favouriteForm, async (scope, input) => {
  await setFavourite(scope, input)
  revalidatePath('/')
  return { isOn: input.isOn }
})
