import { listOwnershipRules } from '@/db/queries/ownership-rules'
import { deleteOwnershipRule } from '@/db/store/change-ownership-rules'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { deleteOwnershipRuleOperation, getOwnershipRuleOperation } from '@/lib/api/ownership-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getOwnershipRuleOperation, async ({ scope, params: { id } }) =>
    isoDates(listed(await listOwnershipRules(scope), id, 'rule')),
  ),
  endpoint(deleteOwnershipRuleOperation, ({ scope, params: { id } }) => deleteOwnershipRule(scope, id)),
)
