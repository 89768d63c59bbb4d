import { listUsualSteps } from '@/db/queries/list-usual-steps'
import { listUsualStepsOperation } from '@/lib/api/count-operations'
import { answer } from '@/lib/auth/api-route'
import { foundExecution } from '../../found-execution'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listUsualStepsOperation,
  async ({ scope, params: { id } }) => {
    const usual = await listUsualSteps(scope, await foundExecution(scope, id))
    return { items: Object.entries(usual).map(([name, p50Ms]) => ({ name, p50Ms })) }
  },
)
