'use server'

import { revalidatePath } from 'next/cache'
import {
  createOwnershipRule,
  deleteOwnershipRule,
  moveOwnershipRule,
} from '@/db/store/change-ownership-rules'
import { personAction } from '@/lib/auth/person-action'
import { ownershipForm, ruleForm, ruleMoveForm } from '@/lib/input/ownership-form'

const refresh = () => revalidatePath('/settings/ownership')

export const createRuleAction = personAction(ownershipForm, async (scope, input) => {
  await createOwnershipRule(scope, input)
  refresh()
})

export const moveRuleAction = personAction(ruleMoveForm, async (scope, input) => {
  await moveOwnershipRule(scope, input)
  refresh()
})

export const deleteRuleAction = personAction(ruleForm, async (scope, { ruleId }) => {
  await deleteOwnershipRule(scope, ruleId)
  refresh()
})
