import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import { AIRBYTE_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, TaskTelling, ToldIdentity } from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'
import { jobTelling } from './job'

/** A job of Airbyte's API, with the names of connection and workspace beside it, and its attempts where they are told. */
export function decodeJob(of: JsonReader, receivedAt: UnixNano): DecodedEvent | null {
  const job = of.at('item')
  const jobId = job.at('jobId').text()
  if (jobId === undefined) return null
  const status = job.at('status').text() ?? 'unknown'
  const startedAt = job.at('startTime').time()
  const updatedAt = job.at('lastUpdatedAt').time()
  const isOver = isTerminal(observe(AIRBYTE_WORDS, status, receivedAt, PRECEDENCE.word).state)
  const connectionId = job.at('connectionId').text() ?? 'unknown'
  const attempts = of.at('attempts').items()
  const failure = attempts.at(-1)?.at('failureSummary', 'failures', 0)
  const telling = jobTelling({
    jobId,
    workspace: of.at('workspace').text() ?? 'airbyte',
    connection: {
      id: connectionId,
      name: of.at('connection').text() ?? connectionId,
      url: of.at('page').text(),
    },
    status,
    at: updatedAt ?? startedAt ?? receivedAt,
    startedAt,
    endedAt: isOver ? (updatedAt ?? receivedAt) : undefined,
    error: status.toLowerCase() === 'failed' && failure !== undefined ? failureOf(failure) : undefined,
    labels: {
      'airbyte.job_type': job.at('jobType').text(),
      'airbyte.records_committed': job.at('rowsSynced').text(),
      'airbyte.bytes_committed': job.at('bytesSynced').text(),
    },
  })
  const named = {
    key: contentKey(of.value),
    type: `job.${status}`,
    at: telling.at,
    subject: `${telling.of.flow} · job ${jobId}`,
    body: of.value,
  }
  return told(named, [telling, ...attempts.map((each) => attemptTelling(telling.of, each, telling.at))])
}

function failureOf(failure: JsonReader) {
  const message = failure.at('externalMessage').text() ?? failure.at('internalMessage').text()
  return {
    type: failure.at('failureType').text(),
    origin: failure.at('failureOrigin').text(),
    message: message === undefined ? undefined : toldMessage(message),
  }
}

/** An attempt of a job, counted from 0 by Airbyte. */
function attemptTelling(execution: ToldIdentity, attempt: JsonReader, otherwise: UnixNano): TaskTelling {
  const startedAt = attempt.at('createdAt').time()
  const endedAt = attempt.at('endedAt').time() ?? attempt.at('updatedAt').time()
  const status = attempt.at('status').text() ?? 'unknown'
  const seen = observe(AIRBYTE_WORDS, status, endedAt ?? startedAt ?? otherwise, PRECEDENCE.word)
  const { type, message } = failureOf(attempt.at('failureSummary', 'failures', 0))
  const number = attempt.at('id').count() ?? 0
  return {
    about: 'task',
    execution,
    of: { nativeId: 'sync', mapIndex: null, attempt: Math.min(number, 1_000_000) + 1 },
    at: seen.at,
    name: 'sync',
    kind: 'attempt',
    states: [
      ...(startedAt === undefined ? [] : [observe(AIRBYTE_WORDS, 'running', startedAt, PRECEDENCE.word)]),
      ...(isTerminal(seen.state) || startedAt === undefined ? [seen] : []),
    ],
    startedAt,
    endedAt: isTerminal(seen.state) ? endedAt : undefined,
    ...(message === undefined
      ? {}
      : { errors: [{ type: type ?? null, message, at: seen.at, spanId: null, rank: 2 }] }),
  }
}
