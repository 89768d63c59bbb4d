import { ExecutionBars } from '@/components/execution/list/execution-bars'
import { answered } from '@/db/answered'
import { countExecutionsByState } from '@/db/queries/count-executions-by-state'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { stepFor } from '@/lib/charts/time-steps'
import type { Scope } from '@/lib/model/scope'

/** Counts for the bars. Without an answer it says so: bars that are not there would read as "nothing ran". */
export async function ListBars({ scope, question }: { scope: Scope; question: ExecutionQuestion }) {
  const { fromMs } = question.window
  const toMs = question.window.toMs ?? Date.now()
  const stepMs = stepFor(toMs - fromMs)
  const counts = await answered(() => countExecutionsByState(scope, question, stepMs))
  if (!counts.known) {
    return (
      <p className="flex h-26.25 items-center justify-center text-xs font-medium text-warning">
        Unknown: counting took too long. Look at a shorter time.
      </p>
    )
  }
  return <ExecutionBars counts={counts.value} stretch={{ fromMs, toMs, stepMs }} />
}
