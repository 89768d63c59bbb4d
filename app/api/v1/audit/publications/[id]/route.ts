import { removePublication } from '@/db/store/audit-publications'
import { removePublicationOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  removePublicationOperation,
  ({ scope, params: { id } }) => removePublication(scope, id),
)
