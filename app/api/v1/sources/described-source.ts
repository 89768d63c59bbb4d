import type { z } from 'zod'
import { getLastChange } from '@/db/queries/get-last-change'
import { getSource } from '@/db/queries/get-source'
import { listRejections } from '@/db/queries/list-rejections'
import { clockSkewOf } from '@/db/queries/source-clock-skew'
import { countsOfSource } from '@/db/queries/source-health'
import { isoDates } from '@/lib/api/iso-dates'
import type { getSourceOperation } from '@/lib/api/source-operations'
import type { Scope } from '@/lib/model/scope'

/** A source with its health, as the API gives it. */
export async function describedSource(
  scope: Scope,
  id: string,
): Promise<z.input<(typeof getSourceOperation)['answer']>> {
  const [source, counts, rejections, clockSkew, lastChange] = await Promise.all([
    getSource(scope, id),
    countsOfSource(scope, id),
    listRejections(scope, id),
    clockSkewOf(scope, id),
    getLastChange(scope, { action: 'source.updated', kind: 'source', id }),
  ])
  return isoDates({ ...source, team: source.teamName, counts, rejections, clockSkew, lastChange })
}
