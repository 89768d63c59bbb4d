import { uuidFrom } from '@/lib/executions/identity'
import { foldState } from '@/lib/executions/state'
import type { ErrorObservation, UnixNano } from '@/lib/model/fact'
import type { LineageAccount, Standing } from '@/lib/model/lineage'
import { isBroken, isTerminal } from '@/lib/model/state'
import { errorsOf } from './errors'
import { courseOf } from './states'

/** How a task run ended, as far as its execution has to know: which failed first is what a person should look at. */
export type TaskOutcome = {
  outcome: 'failed' | 'good'
  at: UnixNano
  /** The same for every try of one task. */
  taskKey: string
  attempt: number
  error: ErrorObservation | null
}

/** Null for an execution, and for a task run that has not ended. */
export function outcomeOf(account: LineageAccount, standing: Standing): TaskOutcome | null {
  if (standing.task === null) return null
  const course = courseOf(account)
  const { state } = foldState(course.states)
  if (!isTerminal(state) || state === 'cancelled' || course.end === null) return null
  return {
    outcome: isBroken(state) ? 'failed' : 'good',
    at: course.end.at,
    taskKey: uuidFrom(JSON.stringify(standing.path), standing.task.mapIndex ?? -1),
    attempt: standing.task.attempt,
    error: errorsOf(account)[0] ?? null,
  }
}
