import { listOwnershipRules } from '@/db/queries/ownership-rules'
import { createOwnershipRule } from '@/db/store/change-ownership-rules'
import { listed } from '@/lib/api/find-listed'
import { isoDates } from '@/lib/api/iso-dates'
import { createOwnershipRuleOperation, listOwnershipRulesOperation } from '@/lib/api/ownership-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listOwnershipRulesOperation, async ({ scope }) => ({
    items: isoDates(await listOwnershipRules(scope)),
  })),
  endpoint(createOwnershipRuleOperation, async ({ scope, body }) => {
    const { ruleId } = await createOwnershipRule(scope, body)
    const answer = isoDates(listed(await listOwnershipRules(scope), ruleId, 'rule'))
    return { location: `/ownership-rules/${ruleId}`, answer }
  }),
)
