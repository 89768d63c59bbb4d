import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import type { TaskTelling, ToldIdentity } from '@/lib/model/event'
import type { ErrorObservation, UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import { readState } from './states'

/** A line of Kestra's log that says what broke. */
type LoggedError = { taskRunId: string | null; attempt: number; error: ErrorObservation }

/**
 * Task runs of an execution. Kestra keeps one task run for all tries of a task, with its attempts in a list; each is a
 * task run of ours. The iteration of a loop is told by a value, which becomes part of the name.
 */
export function taskTellings(
  execution: ToldIdentity,
  taskRuns: JsonReader,
  errors: readonly LoggedError[],
  otherwise: UnixNano,
): TaskTelling[] {
  return taskRuns.items().flatMap((run) => {
    const nativeId = run.at('id').text()
    const taskId = run.at('taskId').text()
    if (nativeId === undefined || taskId === undefined) return []
    const parent = run.at('parentTaskRunId').text()
    const value = run.at('value').text() ?? run.at('iteration').text()
    const common = {
      about: 'task' as const,
      execution,
      name: value === undefined ? taskId : `${taskId} [${value}]`,
      ...(parent === undefined ? {} : { parent: { nativeId: parent, mapIndex: null, attempt: 1 } }),
    }
    return triesOf(run, otherwise).map(({ attempt, ...tried }) => {
      const own = errors.filter((each) => each.taskRunId === nativeId && each.attempt === attempt)
      return {
        ...common,
        ...tried,
        of: { nativeId, mapIndex: null, attempt },
        ...(own.length === 0 ? {} : { errors: own.map(({ error }) => error) }),
      }
    })
  })
}

type Try = Pick<TaskTelling, 'at' | 'states' | 'queuedAt' | 'startedAt' | 'endedAt' | 'worker'> & {
  attempt: number
}

function triesOf(run: JsonReader, otherwise: UnixNano): Try[] {
  const whole = readState(run.at('state'), otherwise)
  const attempts = run.at('attempts').items()
  const tried = attempts.map((each, index) => {
    const { current: _, ...said } = readState(each.at('state'), otherwise)
    return { ...said, attempt: index + 1, worker: each.at('workerId').text() }
  })
  const last = tried.at(-1)
  const { current: _, ...said } = whole
  if (last === undefined || tried.length === 1) {
    return [{ ...said, startedAt: said.startedAt ?? last?.startedAt, worker: last?.worker, attempt: 1 }]
  }
  // The task run itself began with its first try; of the last one it tells how it all came out.
  const outcome = whole.states.filter((each) => isTerminal(each.state)).slice(-1)
  return [...tried.slice(0, -1), { ...last, states: [...(last.states ?? []), ...outcome] }]
}

/** Errors from lines of Kestra's log, which has them alone: an execution has no field for its error. */
export function loggedErrors(logs: JsonReader, otherwise: UnixNano): LoggedError[] {
  return logs.items().flatMap((line) => {
    const message = line.at('message').text()
    if (message === undefined || line.at('level').text() !== 'ERROR') return []
    const at = line.at('timestamp').time() ?? otherwise
    return [
      {
        taskRunId: line.at('taskRunId').text() ?? null,
        attempt: (line.at('attemptNumber').count() ?? 0) + 1,
        error: { type: null, message: toldMessage(message), at, spanId: null, rank: 2 },
      },
    ]
  })
}
