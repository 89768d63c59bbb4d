import { testConnectionOperation } from '@/lib/api/connection-operations'
import { answer } from '@/lib/auth/api-route'
import { testConnection } from '@/lib/auth/test-connection'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  testConnectionOperation,
  ({ scope, params: { id } }) => testConnection(scope, id),
)
