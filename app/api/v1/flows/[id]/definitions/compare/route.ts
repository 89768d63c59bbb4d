import { listDefinitions } from '@/db/queries/list-definitions'
import { compareDefinitionsOperation } from '@/lib/api/change-operations'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'
import { compareDefinitions } from '@/lib/changes/compare-definitions'
import type { NumberedDefinition } from '@/lib/model/listed-change'
import type { Scope } from '@/lib/model/scope'
import { foundFlow } from '../../../found-flow'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  compareDefinitionsOperation,
  async ({ scope, params: { id }, query: { from, to } }) => {
    await foundFlow(scope, id)
    const [before, after] = await asked(scope, id, from, to)
    const compared =
      before === null || after === null
        ? { differences: [], classes: [], unread: null }
        : compareDefinitions(before, after)
    return { before: isoDates(before), after: isoDates(after), ...compared }
  },
)

type Asked = [before: NumberedDefinition | null, after: NumberedDefinition | null]

/** The two that are asked for; beside one alone the version before or after it. */
async function asked(
  scope: Scope,
  flowId: string,
  from: number | undefined,
  to: number | undefined,
): Promise<Asked> {
  if (from === undefined && to === undefined) {
    const newest = await listDefinitions(scope, flowId, [])
    return [newest.at(-2) ?? null, newest.at(-1) ?? null]
  }
  const [before, after] = [from ?? (to ?? 1) - 1, to ?? (from ?? 0) + 1]
  const found = await listDefinitions(scope, flowId, [before, after])
  const of = (asked: number) => found.find(({ number }) => number === asked) ?? null
  return [of(before), of(after)]
}
