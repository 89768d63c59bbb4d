import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { getAuditIntegrityOperation } from '@/lib/api/audit-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getAuditIntegrityOperation,
  async ({ scope }) => isoDates(await getAuditIntegrity(scope)),
)
