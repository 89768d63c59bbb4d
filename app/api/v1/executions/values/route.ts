import { suggestValues } from '@/db/queries/suggest-values'
import { suggestValuesOperation } from '@/lib/api/count-operations'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  suggestValuesOperation,
  async ({ scope, query }) => ({
    items: await suggestValues(scope, questionOf(query), query.key, query.typed),
  }),
)
