import { countToldVersions } from '@/db/queries/count-told-versions'
import { listDefinitionVersions } from '@/db/queries/list-definition-versions'
import { listDefinitionVersionsOperation } from '@/lib/api/change-operations'
import { withOutcomeTimes } from '@/lib/api/change-outcomes'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'
import { foundFlow } from '../../found-flow'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listDefinitionVersionsOperation,
  async ({ scope, params: { id }, query: { limit } }) => {
    await foundFlow(scope, id)
    const [versions, told] = await Promise.all([
      listDefinitionVersions(scope, id, limit),
      countToldVersions(scope, id),
    ])
    const items = versions.map(({ effect: { before, from }, ...version }) => ({
      ...isoDates(version),
      effect: { before: withOutcomeTimes(before), from: withOutcomeTimes(from) },
    }))
    return { items, ...told }
  },
)
