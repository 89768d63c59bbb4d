import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { DAGSTER_STEP_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { TaskTelling, ToldIdentity } from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import type { RunError } from './decode'

/** Steps of a run by their statistics, each attempt a task run of its own; the last one has the step's state. */
export function stepTellings(
  execution: ToldIdentity,
  run: JsonReader,
  errors: readonly RunError[],
  otherwise: UnixNano,
): TaskTelling[] {
  return run
    .at('stepStats')
    .items()
    .flatMap((step) => {
      const key = step.at('stepKey').text()
      if (key === undefined) return []
      const attempts = step.at('attempts').items()
      const own = errors.filter((each) => each.stepKey === key).map(({ error }) => error)
      const last = Math.max(1, attempts.length)
      const [name, mapIndex] = mappedName(key)
      const tries = Array.from({ length: last }, (_, index): TaskTelling => {
        const isLast = index === last - 1
        const said = sayTry(step, attempts[index], isLast, otherwise)
        const of = { nativeId: key, mapIndex, attempt: index + 1 }
        return {
          about: 'task',
          execution,
          of,
          name,
          ...said,
          ...(isLast && own.length > 0 ? { errors: own } : {}),
        }
      })
      return tries
    })
}

/** A step of a dynamic output is told by its key: `process[3]`. */
function mappedName(key: string): [string, number | null] {
  const [, index] = /\[(\d{1,9})\]$/.exec(key) ?? []
  return [key, index === undefined ? null : Number(index)]
}

/** One attempt: that another one followed it says that it was up for retry, and so that it failed. */
function sayTry(
  step: JsonReader,
  attempt: JsonReader | undefined,
  isLast: boolean,
  otherwise: UnixNano,
): Pick<TaskTelling, 'at' | 'states' | 'startedAt' | 'endedAt'> {
  const startedAt = attempt?.at('startTime').time() ?? step.at('startTime').time()
  const endedAt = attempt?.at('endTime').time() ?? (isLast ? step.at('endTime').time() : undefined)
  const word = isLast ? (step.at('status').text() ?? 'IN_PROGRESS') : 'STEP_UP_FOR_RETRY'
  const seen = observe(DAGSTER_STEP_WORDS, word, endedAt ?? startedAt ?? otherwise, PRECEDENCE.word)
  const now = isLast ? seen : { ...seen, state: 'failed' as const }
  const began = startedAt === undefined || now.state === 'skipped' ? [] : [startedAt]
  return {
    at: now.at,
    states: [
      ...began.map((at) => observe(DAGSTER_STEP_WORDS, 'STEP_START', at, PRECEDENCE.word)),
      ...(isTerminal(now.state) || began.length === 0 ? [now] : []),
    ],
    startedAt,
    endedAt: isTerminal(now.state) ? endedAt : undefined,
  }
}
