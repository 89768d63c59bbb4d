import { listFlowVersions } from '@/db/queries/list-flow-tasks'
import { listFlowVersionsOperation } from '@/lib/api/flow-part-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { foundFlow } from '../../found-flow'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listFlowVersionsOperation,
  async ({ scope, params: { id } }) => {
    await foundFlow(scope, id)
    const { versions, isCut } = await listFlowVersions(scope, id)
    const items = versions.map(({ first, last, ...version }) => ({
      ...version,
      first: { ...first, at: isoOfMs(first.atMs) },
      last: { ...last, at: isoOfMs(last.atMs) },
    }))
    return { items, isCut }
  },
)
