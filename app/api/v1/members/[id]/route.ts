import { getMember } from '@/db/queries/list-members'
import { setOwner } from '@/db/store/change-accounts'
import { isoDates } from '@/lib/api/iso-dates'
import { getMemberOperation, setOwnerOperation } from '@/lib/api/people-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getMemberOperation, async ({ scope, params: { id } }) => isoDates(await getMember(scope, id))),
  endpoint(setOwnerOperation, async ({ scope, params: { id }, body: { isOwner } }) => {
    await getMember(scope, id)
    await setOwner(scope, { userId: id, isOwner })
  }),
)
