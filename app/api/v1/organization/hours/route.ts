import { listWorkingHours } from '@/db/queries/list-working-hours'
import { setOrganizationHours } from '@/db/store/set-working-hours'
import { getWorkingHoursOperation, setWorkingHoursOperation } from '@/lib/api/working-hours-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getWorkingHoursOperation, async ({ scope }) => (await listWorkingHours(scope)).organization),
  endpoint(setWorkingHoursOperation, ({ scope, body }) => setOrganizationHours(scope, body)),
)
