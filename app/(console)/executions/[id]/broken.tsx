import { WhereItBroke } from '@/components/execution/where-it-broke'
import type { ExecutionDetail } from '@/db/queries/get-execution'
import { listExceptions } from '@/db/queries/list-exceptions'
import { listTaskRuns } from '@/db/queries/list-task-runs'
import { failingStep } from '@/lib/executions/failing-step'
import type { Scope } from '@/lib/model/scope'
import { parseTraceId } from '@/lib/model/trace-id'
import { chooseException } from '@/lib/timeline/exception-choice'

/** Which step failed, and what it said: its own words where it has some, else the execution's. */
export async function Broken({
  viewer,
  execution,
  path,
  isBrief,
}: {
  viewer: Scope
  execution: ExecutionDetail
  path: string
  isBrief: boolean
}) {
  const { taskRuns } = await listTaskRuns(viewer, execution.id)
  const found = failingStep(taskRuns)
  const told = {
    type: found?.step.errorType ?? execution.errorType,
    message: found?.step.errorMessage ?? execution.errorMessage,
  }
  const errors = Object.values(execution.facts).flatMap((fact) => fact.errors)
  const reportedBy = errors.find((error) => error.message === told.message)?.spanId
  const spanIds = [found?.step.errorSpanId, reportedBy, found?.step.spanId, execution.spanId].filter(
    (spanId): spanId is string => Boolean(spanId),
  )
  const trace = parseTraceId(found?.step.traceId ?? execution.traceId ?? '')
  const stored = trace && spanIds.length > 0 ? await listExceptions(viewer, trace, spanIds) : []
  const exception = chooseException(stored, spanIds, told.message)
  const span = spanIds[0] ?? null
  return (
    <WhereItBroke
      path={found?.path ?? execution.failedTask?.split(' › ') ?? []}
      exception={{
        type: told.type ?? exception?.type ?? null,
        message: told.message ?? exception?.message ?? null,
        stack: isBrief ? null : (exception?.stack ?? null),
      }}
      href={span ? `${path}?tab=waterfall&span=${span}#parts` : null}
      logsHref={span ? `${path}?tab=logs&span=${span}#parts` : null}
    />
  )
}
