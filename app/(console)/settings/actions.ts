'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { unlinkIdentity } from '@/db/store/identities'
import { endOwnSession } from '@/db/store/sessions'
import { setOrganizationHours } from '@/db/store/set-working-hours'
import { updateRetention } from '@/db/store/update-retention'
import { intendLink } from '@/lib/auth/link-intent'
import { personAction } from '@/lib/auth/person-action'
import { currentSession } from '@/lib/auth/session'
import { retentionForm } from '@/lib/input/retention-form'
import { identityForm } from '@/lib/input/sign-in-form'
import { organizationHoursForm } from '@/lib/input/working-hours-form'

export const updateRetentionAction = personAction(retentionForm, async (scope, days) => {
  await updateRetention(scope, days)
  revalidatePath('/settings/organization')
})

export const setOrganizationHoursAction = personAction(organizationHoursForm, async (scope, hours) => {
  await setOrganizationHours(scope, hours)
  revalidatePath('/settings/organization')
})

export const endSessionAction = personAction(
  z.object({ sessionId: z.guid() }),
  async (scope, { sessionId }) => {
    await endOwnSession(scope, sessionId)
    revalidatePath('/settings')
  },
)

/** Whoever comes back from the identity provider next, in this browser, is to be linked to who is signed in now. */
export const intendLinkAction = personAction(z.object({}), async () => {
  const session = await currentSession()
  if (session !== null) await intendLink(session.sessionId)
})

export const unlinkIdentityAction = personAction(identityForm, async (scope, identity) => {
  await unlinkIdentity(scope, identity)
  revalidatePath('/settings')
})
