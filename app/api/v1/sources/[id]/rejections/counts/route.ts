import { getSource } from '@/db/queries/get-source'
import { countRejections } from '@/db/queries/list-rejections'
import { countRejectionsOperation } from '@/lib/api/source-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countRejectionsOperation,
  async ({ scope, params: { id } }) => {
    await getSource(scope, id)
    return { items: await countRejections(scope, id) }
  },
)
