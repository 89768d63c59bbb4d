import { cutText } from '@/lib/executions/cut-text'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { TaskTelling, ToldIdentity } from '@/lib/model/event'
import { PRECEDENCE } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { ACTIVITY_WORDS, failureOf, type HistoryEvent } from './history'

const MAX_ACTIVITIES = 10_000

/** The activities of a history: all that was said of one is found by the event that scheduled it. */
export function activitiesOf(events: readonly HistoryEvent[], execution: ToldIdentity): TaskTelling[] {
  const bySchedule = new Map<string, HistoryEvent[]>()
  for (const event of events) {
    if (!event.type.startsWith('ActivityTask')) continue
    const isScheduled = event.type === 'ActivityTaskScheduled'
    const id = isScheduled ? event.id : event.attributes.at('scheduledEventId').text()
    if (id === undefined) continue
    const known = bySchedule.get(id)
    if (known !== undefined) known.push(event)
    else if (bySchedule.size < MAX_ACTIVITIES) bySchedule.set(id, [event])
  }
  return [...bySchedule].map(([id, said]) => activityTelling(id, said, execution))
}

function activityTelling(id: string, said: readonly HistoryEvent[], execution: ToldIdentity): TaskTelling {
  const scheduled = said.find(({ type }) => type === 'ActivityTaskScheduled')
  const started = said.find(({ type }) => type === 'ActivityTaskStarted')
  const last = said.at(-1)
  const states = said
    .map(({ type, at }) => observe(ACTIVITY_WORDS, type, at, PRECEDENCE.word))
    .filter(({ state }) => state !== 'unknown')
  const end = states.findLast(({ state }) => isTerminal(state))
  const failed = said.find(({ type }) => type === end?.word)
  const failure =
    end !== undefined && isBroken(end.state) && failed !== undefined ? failureOf(failed.attributes) : null
  const { nativeId } = toldIdentity('', '', id)
  return {
    about: 'task',
    execution,
    // Tries of an activity are not in a history: it tells the last one, and how many there were.
    of: { nativeId, mapIndex: null, attempt: 1 },
    at: last?.at ?? '0',
    name: scheduled?.attributes.at('activityType', 'name').text() ?? `activity ${cutText(id, 100)}`,
    kind: 'activity',
    states,
    ...inOrder({ queuedAt: scheduled?.at, startedAt: started?.at, endedAt: end?.at }),
    ...(failure === null || end === undefined
      ? {}
      : { errors: [{ ...failure, at: end.at, spanId: null, rank: 2 as const }] }),
    worker: started?.attributes.at('identity').text(),
  }
}
