import { getFlow } from '@/db/queries/get-flow'
import type { FlowDetail } from '@/lib/model/flow-page'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'

/** The flow; not there and not for you are the same answer. */
export async function foundFlow(scope: Scope, id: string): Promise<FlowDetail> {
  const found = await getFlow(scope, id)
  if (!found) throw new Refusal('not_found', 'There is no such flow.')
  return found
}
