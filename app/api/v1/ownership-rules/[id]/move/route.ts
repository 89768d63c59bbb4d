import { moveOwnershipRule } from '@/db/store/change-ownership-rules'
import { moveOwnershipRuleOperation } from '@/lib/api/ownership-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  moveOwnershipRuleOperation,
  ({ scope, params: { id }, body: { direction } }) => moveOwnershipRule(scope, { ruleId: id, direction }),
)
