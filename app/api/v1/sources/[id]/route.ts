import { getSource } from '@/db/queries/get-source'
import { listRejections } from '@/db/queries/list-rejections'
import { countsOfSource } from '@/db/queries/source-health'
import { getSourceOperation } from '@/lib/api/source-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getSourceOperation,
  async ({ scope, params: { id } }) => {
    const [source, counts, rejections] = await Promise.all([
      getSource(scope, id),
      countsOfSource(scope, id),
      listRejections(scope, id),
    ])
    return {
      ...source,
      team: source.teamName,
      createdAt: source.createdAt.toISOString(),
      counts,
      rejections: rejections.map((each) => ({ ...each, receivedAt: each.receivedAt.toISOString() })),
    }
  },
)
