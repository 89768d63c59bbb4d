import { nativeKey } from '@/lib/executions/execution-key'
import { contentKey, ignored, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { mentionsIn } from '@/lib/ingest/events/mentions'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { DBT_CLOUD_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedRequest, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'

/** A run of dbt Cloud by its id, which is unique in its region. */
export const cloudRunKey = (runId: string): string => nativeKey('dbt', 'cloud-run', runId)

/** Webhooks of dbt Cloud: `job.run.started`, `job.run.completed` and `job.run.errored`. */
export function decodeCloud({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const value = jsonBody(body)
  const event = new JsonReader(value)
  const type = event.at('eventType').text()
  const data = event.at('data')
  const runId = data.at('runId').text()
  const job = data.at('jobName').text() ?? data.at('jobId').text()
  if (type === undefined) {
    const message = 'Not a webhook of dbt Cloud: eventType is missing.'
    return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: value }] }
  }
  const at = event.at('timestamp').time() ?? null
  const key = event.at('eventId').text() ?? contentKey(value)
  const named = { key, type, at, subject: job === undefined ? null : `${job} · ${runId ?? '?'}`, body: value }
  if (runId === undefined || job === undefined || !type.startsWith('job.run.')) {
    return { events: [ignored(named, 'It is not about a run of a job.')], rejected: [] }
  }
  const project = data.at('projectName').text() ?? data.at('projectId').text() ?? 'dbt Cloud'
  const telling: ExecutionTelling = {
    about: 'execution',
    of: toldIdentity(project, job, runId),
    at: at ?? receivedAt,
    ...statesOf(data, at ?? receivedAt),
    ...reasonOf(data.at('runReason').text()),
    environment: data.at('environmentName').text()?.toLowerCase(),
    labels: labelsOf(data),
    keys: [cloudRunKey(runId)],
    references: mentionsIn(data.at('runReason').value, 'runReason'),
  }
  return { events: [told(named, [telling])], rejected: [] }
}

function statesOf(data: JsonReader, at: UnixNano): Partial<ExecutionTelling> {
  const startedAt = data.at('runStartedAt').time()
  const finishedAt = data.at('runFinishedAt').time()
  const word = data.at('runStatus').text() ?? 'unknown'
  const seen = observe(DBT_CLOUD_WORDS, word, at, PRECEDENCE.word)
  const isOver = isTerminal(seen.state)
  const endedAt = isOver ? (finishedAt ?? at) : undefined
  const began: StateObservation[] =
    startedAt === undefined ? [] : [observe(DBT_CLOUD_WORDS, 'Running', startedAt, PRECEDENCE.word)]
  const now = { ...seen, at: endedAt ?? (seen.state === 'running' ? (startedAt ?? at) : at) }
  const message = data.at('runStatusMessage').text()
  const isTold = seen.state === 'failed' && message !== undefined && message !== 'None'
  return {
    states: isOver ? [...began, now] : [now],
    startedAt,
    endedAt,
    errors: isTold
      ? [{ type: null, message: toldMessage(message), at: endedAt ?? at, spanId: null, rank: 2 }]
      : undefined,
  }
}

/** `Kicked off from the UI by ada@example.com`, `scheduled`, `Kicked off via API by …`. */
function reasonOf(reason: string | undefined): Pick<ExecutionTelling, 'trigger' | 'actor'> {
  if (reason === undefined) return {}
  const [, actor] = / by ([^\s]+@[^\s]+)$/.exec(reason) ?? []
  return { trigger: actor === undefined ? reason : reason.slice(0, -` by ${actor}`.length), actor }
}

function labelsOf(data: JsonReader): Record<string, string> {
  const told = ['jobId', 'projectId', 'environmentId', 'dbtVersion'].flatMap((key): [string, string][] => {
    const value = data.at(key).text()
    return value === undefined ? [] : [[`dbt.${key}`, value]]
  })
  return Object.fromEntries(told)
}
