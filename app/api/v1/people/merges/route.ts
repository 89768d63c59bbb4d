import { listActorMerges } from '@/db/queries/list-actor-merges'
import { decideMerge } from '@/db/store/decide-merge'
import { isoDates } from '@/lib/api/iso-dates'
import { decideMergeOperation, listMergesOperation } from '@/lib/api/person-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listMergesOperation, async ({ scope }) => ({ items: isoDates(await listActorMerges(scope)) })),
  endpoint(decideMergeOperation, async ({ scope, body }) => {
    await decideMerge(scope, body)
    return { state: body.state }
  }),
)
