import { getSystemHealth } from '@/db/queries/system-health'
import { isoDates } from '@/lib/api/iso-dates'
import { getSystemOperation } from '@/lib/api/organization-operations'
import { answer } from '@/lib/auth/api-route'
import manifest from '@/package.json'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(getSystemOperation, async ({ scope }) => ({
  version: manifest.version,
  ...isoDates(await getSystemHealth(scope)),
}))
