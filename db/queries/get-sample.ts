import { type Db, database } from '@/db/client'
import { readSample } from '@/db/store/sample-row'
import { Refusal } from '@/lib/model/refusal'
import type { Sample } from '@/lib/model/sample'
import { mayIn, type Scope } from '@/lib/model/scope'

/** The organization's sample data, null when there is none; for those who may load and remove it. */
export async function getSample(scope: Scope, on: Db = database()): Promise<Sample | null> {
  if (!mayIn(scope, 'sample.write', null)) {
    throw new Refusal('forbidden', 'Only owners of the organization load and remove sample data.')
  }
  const found = await readSample(on, scope.orgId)
  if (found === null) return null
  const { phase, done, total, items, bad } = found.row
  const { startedAt, finishedAt, error } = found
  return {
    phase,
    done,
    total,
    items,
    bad,
    error,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
