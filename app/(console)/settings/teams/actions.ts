'use server'

import { revalidatePath } from 'next/cache'
import { createTeam, renameTeam } from '@/db/store/change-teams'
import { personAction } from '@/lib/auth/person-action'
import { teamChangeForm, teamForm } from '@/lib/input/people-form'

export const createTeamAction = personAction(teamForm, async (scope, input) => {
  await createTeam(scope, input)
  revalidatePath('/settings/teams')
})

export const renameTeamAction = personAction(teamChangeForm, async (scope, { teamId, name }) => {
  await renameTeam(scope, teamId, { name })
  revalidatePath('/settings/teams')
})
