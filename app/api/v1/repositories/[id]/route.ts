import { getRepository } from '@/db/queries/get-repository'
import { deleteRepository } from '@/db/store/change-repositories'
import { isoDates } from '@/lib/api/iso-dates'
import {
  deleteRepositoryOperation,
  getRepositoryOperation,
  updateRepositoryOperation,
} from '@/lib/api/repository-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { moveRepository } from '@/lib/auth/set-repository'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getRepositoryOperation, async ({ scope, params: { id } }) =>
    isoDates(await getRepository(scope, id)),
  ),
  endpoint(updateRepositoryOperation, ({ scope, params: { id }, body }) => moveRepository(scope, id, body)),
  endpoint(deleteRepositoryOperation, ({ scope, params: { id } }) => deleteRepository(scope, id)),
)
