import { getAccount } from '@/db/queries/get-account'
import { getOrganizationOperation } from '@/lib/api/organization-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getOrganizationOperation,
  async ({ scope }) => ({
    id: scope.orgId,
    name: (await getAccount(scope)).organization,
  }),
)
