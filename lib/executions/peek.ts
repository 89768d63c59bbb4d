import type { PeekedExecution, PeekedTask } from '@/lib/model/peeked-execution'
import { isBroken } from '@/lib/model/state'
import { failingStep } from './failing-step'
import { countByState } from './task-table'

/** As many steps as fit beside a list; those that broke are among them. */
export const PEEKED_TASKS = 14
const MESSAGE_LENGTH = 2000
const LABELS = 24

type Step = Parameters<typeof countByState>[0][number] &
  PeekedTask & { errorMessage: string | null; errorSpanId: string | null; spanId: string | null }
type Execution = Omit<PeekedExecution, 'broken' | 'tasks' | 'taskCounts'> & {
  errorType: string | null
  errorMessage: string | null
  failedTask: string | null
  spanId: string | null
}

/** Of all that is known about an execution what fits into a panel: cut to size, and nothing of its facts. */
export function peekAt(of: Execution, steps: readonly Step[]): PeekedExecution {
  const { id, state, nativeState, flowId, flow, namespace, title, nativeId, url } = of
  const { queuedAt, startedAt, endedAt, durationMs, trigger, actor, commit, branch, version } = of
  const { environment, attempt, sourceName, isSample, teamName, dialect, traceId } = of
  return {
    ...{ id, state, nativeState, flowId, flow, namespace, title, nativeId, url },
    ...{ queuedAt, startedAt, endedAt, durationMs, trigger, actor, commit, branch, version },
    ...{ environment, attempt, sourceName, isSample, teamName, dialect, traceId },
    labels: Object.fromEntries(Object.entries(of.labels).slice(0, LABELS)),
    broken: isBroken(state) ? brokenAt(of, steps) : null,
    tasks: chosen(steps).map((step) => ({
      id: step.id,
      name: step.name,
      attempt: step.attempt,
      state: step.state,
      startedAt: step.startedAt,
      endedAt: step.endedAt,
      durationMs: step.durationMs,
    })),
    taskCounts: countByState(steps),
  }
}

function brokenAt(of: Execution, steps: readonly Step[]): PeekedExecution['broken'] {
  const found = failingStep(steps)
  const message = found?.step.errorMessage ?? of.errorMessage
  return {
    path: found?.path ?? of.failedTask?.split(' › ') ?? [],
    type: found?.step.errorType ?? of.errorType,
    message: message === null ? null : message.slice(0, MESSAGE_LENGTH),
    spanId: found?.step.errorSpanId ?? found?.step.spanId ?? of.spanId,
  }
}

/** The first steps, and in place of the last of them those that broke further on; in their order. */
function chosen(steps: readonly Step[]): Step[] {
  if (steps.length <= PEEKED_TASKS) return [...steps]
  const broken = steps.filter((step) => isBroken(step.state)).slice(0, PEEKED_TASKS / 2)
  const rest = steps.filter((step) => !broken.includes(step)).slice(0, PEEKED_TASKS - broken.length)
  const kept = new Set([...broken, ...rest])
  return steps.filter((step) => kept.has(step))
}
