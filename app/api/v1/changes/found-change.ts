import { getChange } from '@/db/queries/get-change'
import type { ChangeDetail } from '@/lib/model/listed-change'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'

/** The change; not there and not for you are the same answer. */
export async function foundChange(scope: Scope, id: string): Promise<ChangeDetail> {
  const found = await getChange(scope, id)
  if (found === null) throw new Refusal('not_found', 'There is no such change.')
  return found
}
