'use server'

import { revalidatePath } from 'next/cache'
import { deactivateAccount, reactivateAccount, setOwner } from '@/db/store/change-accounts'
import { addMember, changeMemberRole, removeMember } from '@/db/store/change-memberships'
import { inviteMember, revokeInvite } from '@/db/store/invites'
import { personAction } from '@/lib/auth/person-action'
import {
  accountForm,
  inviteForm,
  newMemberForm,
  ownerForm,
  seatChangeForm,
  seatForm,
} from '@/lib/input/people-form'

const refresh = () => revalidatePath('/settings/members', 'layout')

export const inviteMemberAction = personAction(newMemberForm, async (scope, input) => {
  const { token } = await inviteMember(scope, input)
  refresh()
  return { token }
})

export const revokeInviteAction = personAction(inviteForm, async (scope, { inviteId }) => {
  await revokeInvite(scope, inviteId)
  refresh()
})

export const addMemberAction = personAction(newMemberForm, async (scope, input) => {
  await addMember(scope, input)
  refresh()
})

export const changeMemberRoleAction = personAction(seatChangeForm, async (scope, input) => {
  await changeMemberRole(scope, input)
  refresh()
})

export const removeMemberAction = personAction(seatForm, async (scope, input) => {
  await removeMember(scope, input)
  refresh()
})

export const setOwnerAction = personAction(ownerForm, async (scope, input) => {
  await setOwner(scope, input)
  refresh()
})

export const deactivateAccountAction = personAction(accountForm, async (scope, input) => {
  await deactivateAccount(scope, input)
  refresh()
})

export const reactivateAccountAction = personAction(accountForm, async (scope, input) => {
  await reactivateAccount(scope, input)
  refresh()
})
