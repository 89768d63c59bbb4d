import { getArrival } from '@/db/queries/get-arrival'
import { getArrivalOperation } from '@/lib/api/source-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getArrivalOperation,
  ({ scope, params: { id } }) => getArrival(scope, id),
)
