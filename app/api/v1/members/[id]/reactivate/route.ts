import { getMember } from '@/db/queries/list-members'
import { reactivateAccount } from '@/db/store/change-accounts'
import { reactivateMemberOperation } from '@/lib/api/people-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  reactivateMemberOperation,
  async ({ scope, params: { id } }) => {
    await getMember(scope, id)
    await reactivateAccount(scope, { userId: id })
  },
)
