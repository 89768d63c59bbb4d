import { searchConsole } from '@/db/queries/search-console'
import { searchOperation } from '@/lib/api/view-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  searchOperation,
  async ({ scope, query: { q } }) => ({
    items: await searchConsole(scope, q),
  }),
)
