import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import type { StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { UnixNano } from '@/lib/model/fact'

/** Events of a history that say how a workflow is. */
export const WORKFLOW_WORDS: StateWords = {
  workflowexecutionstarted: 'running',
  workflowexecutioncompleted: 'success',
  workflowexecutioncontinuedasnew: 'success',
  workflowexecutionfailed: 'failed',
  workflowexecutiontimedout: 'timed_out',
  workflowexecutioncanceled: 'cancelled',
  workflowexecutionterminated: 'cancelled',
}

/** Events of a history that say how an activity is. */
export const ACTIVITY_WORDS: StateWords = {
  activitytaskscheduled: 'queued',
  activitytaskstarted: 'running',
  activitytaskcompleted: 'success',
  activitytaskfailed: 'failed',
  activitytasktimedout: 'timed_out',
  activitytaskcanceled: 'cancelled',
}

/** One event of a history, in whichever of the two spellings. */
export type HistoryEvent = {
  id: string | undefined
  /** `WorkflowExecutionStarted` */
  type: string
  at: UnixNano
  attributes: JsonReader
}

const MAX_EVENTS = 60_000

/** The events of an exported history: `{ events }`, `{ history: { events } }`, or a bare list. */
export function historyOf(of: JsonReader): HistoryEvent[] {
  const places = [of.at('events'), of.at('history', 'events'), of]
  const events = places.find(({ value }) => Array.isArray(value))?.items() ?? []
  return events.slice(0, MAX_EVENTS).flatMap((event) => {
    const [type, at] = [event.at('eventType').text(), event.at('eventTime').time()]
    if (type === undefined || at === undefined) return []
    return [{ id: event.at('eventId').text(), type: spelled(type), at, attributes: attributesOf(event) }]
  })
}

/** `EVENT_TYPE_WORKFLOW_EXECUTION_STARTED` is `WorkflowExecutionStarted` of older exports. */
const spelled = (type: string): string =>
  type.startsWith('EVENT_TYPE_')
    ? type
        .slice('EVENT_TYPE_'.length)
        .toLowerCase()
        .replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : type

/** The one part that is named after the type; `attributes` of others who export. */
function attributesOf(event: JsonReader): JsonReader {
  const named = event.entries().find(([name]) => name.endsWith('EventAttributes'))
  return named?.[1] ?? event.at('attributes')
}

/** A failure with the causes that it wraps: the innermost says most. */
export function failureOf(of: JsonReader): { type: string | null; message: string } | null {
  let failure = of.at('failure')
  for (let depth = 0; depth < 20 && failure.at('cause').isObject; depth++) failure = failure.at('cause')
  const message = failure.at('message').text() ?? of.at('reason').text()
  if (message === undefined) return null
  const type = failure.at('applicationFailureInfo', 'type').text() ?? null
  return { type, message: toldMessage(message) }
}

/** The trace that the TypeScript SDK's interceptor puts into the header of what is started. */
export function traceparentOf(of: JsonReader): string | undefined {
  const fields = of.at('header', 'fields')
  for (const name of ['_tracer-data', 'traceparent']) {
    const data = fields.at(name, 'data').text()
    if (data === undefined) continue
    const text = Buffer.from(data, 'base64').toString('utf8')
    const [found] = /[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/i.exec(text.slice(0, 2_000)) ?? []
    if (found !== undefined) return found
  }
  return undefined
}
