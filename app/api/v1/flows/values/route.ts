import { listFlowValues } from '@/db/queries/list-flows'
import { listFlowValuesOperation } from '@/lib/api/flow-part-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(listFlowValuesOperation, ({ scope }) =>
  listFlowValues(scope),
)
