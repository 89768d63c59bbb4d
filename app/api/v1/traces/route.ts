import { listTraces } from '@/db/queries/list-traces'
import { tracePlace } from '@/lib/api/cursors'
import { windowOf } from '@/lib/api/parameters'
import { listTracesOperation } from '@/lib/api/trace-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'
import { parseAttributeTerm } from '@/lib/query/attribute-term'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listTracesOperation,
  async ({ scope, query }) => {
    const nowMs = Date.now()
    const { fromMs, toMs } = windowOf(query, nowMs)
    const filter = {
      since: new Date(fromMs),
      // Clocks of senders may be a little ahead.
      until: new Date(toMs ?? nowMs + 86_400_000),
      text: query.find,
      attribute: attributeOf(query.attribute),
      errorsOnly: query.errors,
      atLeastMs: query.minDurationMs,
      withOwn: query.own,
    }
    const { rows, next, searchedSince } = await listTraces(scope, filter, tracePlace(query.cursor))
    return { items: rows, next: next && `${next.startedAt}_${next.traceId}`, searchedSince }
  },
)

function attributeOf(text: string | undefined): { key: string; value: string } | null {
  if (text === undefined) return null
  const attribute = parseAttributeTerm(text)
  if (attribute === null)
    throw new Refusal('invalid', 'attribute: Write it as `key=value`.', null, 'attribute')
  return attribute
}
