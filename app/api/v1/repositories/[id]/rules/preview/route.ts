import { previewRepositoryRulesOperation } from '@/lib/api/repository-operations'
import { answer } from '@/lib/auth/api-route'
import { previewRepositoryRules } from '@/lib/auth/preview-repository-rules'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  previewRepositoryRulesOperation,
  async ({ scope, params: { id }, body }) => {
    const preview = await previewRepositoryRules(scope, id, body.rules)
    if (preview === null) throw new Refusal('conflict', 'Nothing was fetched of this repository yet.')
    return preview
  },
)
