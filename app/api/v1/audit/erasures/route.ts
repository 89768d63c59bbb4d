import { erasePerson } from '@/db/store/erase-person'
import { erasePersonOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(erasePersonOperation, ({ scope, body }) =>
  erasePerson(scope, body),
)
