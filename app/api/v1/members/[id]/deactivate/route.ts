import { getMember } from '@/db/queries/list-members'
import { deactivateAccount } from '@/db/store/change-accounts'
import { deactivateMemberOperation } from '@/lib/api/people-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  deactivateMemberOperation,
  async ({ scope, params: { id } }) => {
    await getMember(scope, id)
    await deactivateAccount(scope, { userId: id })
  },
)
