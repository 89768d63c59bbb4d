import { HeatmapOnDemand } from '@/components/execution/list/answer-on-demand'
import { answered } from '@/db/answered'
import { countByDuration, HEAT_MAX } from '@/db/queries/count-by-duration'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { stepFor } from '@/lib/charts/time-steps'
import type { Scope } from '@/lib/model/scope'
import type { ListState } from '@/lib/query/list-address'
import { NoResults, UnknownResults } from './no-results'

type Props = { scope: Scope; list: ListState; question: ExecutionQuestion }

/** The same question as the table's, by start and duration. */
export async function ListHeatmap({ scope, list, question }: Props) {
  const { fromMs } = question.window
  const toMs = question.window.toMs ?? Date.now()
  const stepMs = stepFor(toMs - fromMs)
  const found = await answered(() => countByDuration(scope, question, stepMs))
  if (!found.known) return <UnknownResults why={found.why} list={list} />
  const { counts, isCut, oldestMs } = found.value
  if (counts.length === 0) return <NoResults scope={scope} list={list} question={question} />
  const cutAt = isCut && oldestMs !== null ? { most: HEAT_MAX, fromMs: oldestMs } : null
  return (
    <HeatmapOnDemand
      counts={counts}
      stretch={{ fromMs: cutAt?.fromMs ?? fromMs, toMs, stepMs }}
      cutAt={cutAt}
    />
  )
}
