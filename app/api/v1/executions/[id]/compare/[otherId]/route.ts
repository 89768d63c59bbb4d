import { compared } from '@/app/(console)/executions/compare/compared'
import { compareExecutionsOperation } from '@/lib/api/count-operations'
import { answer } from '@/lib/auth/api-route'
import { foundExecution } from '../../../found-execution'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  compareExecutionsOperation,
  async ({ scope, params: { id, otherId } }) => {
    const [a, b] = await Promise.all([foundExecution(scope, id), foundExecution(scope, otherId)])
    return compared(scope, a, b)
  },
)
