import { setRepositoryRules } from '@/db/store/change-repositories'
import { setRepositoryRulesOperation } from '@/lib/api/repository-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  setRepositoryRulesOperation,
  ({ scope, params: { id }, body }) => setRepositoryRules(scope, id, body.rules),
)
