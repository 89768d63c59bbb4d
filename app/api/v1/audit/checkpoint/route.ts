import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { getAuditCheckpointOperation } from '@/lib/api/audit-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getAuditCheckpointOperation,
  async ({ scope }) => {
    const { checkpoint } = await getAuditIntegrity(scope)
    if (checkpoint === null) throw new Refusal('not_found', 'Nothing is signed yet.')
    return new Response(checkpoint.note, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' },
    })
  },
)
