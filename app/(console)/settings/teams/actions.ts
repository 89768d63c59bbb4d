'use server'

import { revalidatePath } from 'next/cache'
import { createTeam, renameTeam } from '@/db/store/change-teams'
import { setTeamHours } from '@/db/store/set-working-hours'
import { personAction } from '@/lib/auth/person-action'
import { teamChangeForm, teamForm } from '@/lib/input/people-form'
import { inheritedHoursForm, teamHoursForm } from '@/lib/input/working-hours-form'

export const createTeamAction = personAction(teamForm, async (scope, input) => {
  await createTeam(scope, input)
  revalidatePath('/settings/teams')
})

export const renameTeamAction = personAction(teamChangeForm, async (scope, { teamId, name }) => {
  await renameTeam(scope, teamId, { name })
  revalidatePath('/settings/teams')
})

export const setTeamHoursAction = personAction(teamHoursForm, async (scope, { teamId, ...hours }) => {
  await setTeamHours(scope, teamId, hours)
  revalidatePath('/settings/teams')
})

/** The team has the hours of the organization again. */
export const inheritHoursAction = personAction(inheritedHoursForm, async (scope, { teamId }) => {
  await setTeamHours(scope, teamId, null)
  revalidatePath('/settings/teams')
})
