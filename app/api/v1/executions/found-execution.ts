import { type ExecutionDetail, getExecution } from '@/db/queries/get-execution'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'

/** The execution; not there and not for you are the same answer. */
export async function foundExecution(scope: Scope, id: string): Promise<ExecutionDetail> {
  const found = await getExecution(scope, id)
  if (!found) throw new Refusal('not_found', 'There is no such execution.')
  return found
}
