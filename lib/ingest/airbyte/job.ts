import { nativeKey } from '@/lib/executions/execution-key'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { AIRBYTE_ERRORS, AIRBYTE_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { ExecutionTelling } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'

/** All that is known of a job, whether a notification said it or the API. */
export type AirbyteJob = {
  jobId: string
  workspace: string
  connection: { id: string; name: string; url?: string }
  status: string
  at: UnixNano
  startedAt?: UnixNano
  endedAt?: UnixNano
  error?: { type?: string; origin?: string; message?: string }
  labels: Record<string, string | undefined>
}

/**
 * Names of a job: by its number alone, which is all that others keep of it and is unique within one Airbyte, and with
 * its connection, which is unique everywhere.
 */
const jobKeys = (connectionId: string, jobId: string): string[] => [
  nativeKey('airbyte', 'job', jobId),
  nativeKey('airbyte', 'job', connectionId, jobId),
]

/** A job of a connection: the connection is the flow, by the name that people gave it, in its workspace. */
export function jobTelling(job: AirbyteJob): ExecutionTelling {
  const { connection, error } = job
  const states = statesOf(job)
  return {
    about: 'execution',
    of: toldIdentity(job.workspace, connection.name, job.jobId),
    at: job.at,
    states,
    startedAt: job.startedAt,
    endedAt: job.endedAt,
    errors: errorsOf(error, job.endedAt ?? job.at),
    url: pageOf(job),
    labels: Object.fromEntries(
      Object.entries({ ...job.labels, 'airbyte.connection_id': connection.id }).filter(
        (each): each is [string, string] => each[1] !== undefined,
      ),
    ),
    keys: jobKeys(connection.id, job.jobId),
  }
}

/** Its timeline, opened at this job: the address of a connection alone is that of all its jobs. */
function pageOf({ connection, jobId }: AirbyteJob): string | undefined {
  if (connection.url === undefined || !/^https?:\/\//i.test(connection.url)) return undefined
  return `${connection.url.replace(/\/+$/, '')}/timeline?openLogs=true&jobId=${inAddress(jobId)}`
}

function statesOf({ status, at, startedAt, endedAt, error }: AirbyteJob): StateObservation[] {
  const seen = observe(AIRBYTE_WORDS, status, endedAt ?? at, PRECEDENCE.word)
  const why = error?.type?.toLowerCase()
  const exact = why === undefined || !Object.hasOwn(AIRBYTE_ERRORS, why) ? undefined : AIRBYTE_ERRORS[why]
  const now: StateObservation =
    seen.state === 'failed' && exact !== undefined && exact !== 'failed'
      ? { ...seen, state: exact, word: `${status} (${why})` }
      : seen
  const hasBegun = startedAt !== undefined && now.state !== 'queued' && now.state !== 'running'
  return [...(hasBegun ? [observe(AIRBYTE_WORDS, 'running', startedAt, PRECEDENCE.word)] : []), now]
}

function errorsOf(error: AirbyteJob['error'], at: UnixNano): ErrorObservation[] | undefined {
  const { type, origin, message } = error ?? {}
  if (message === undefined && type === undefined) return undefined
  const from = origin === undefined ? '' : ` (${origin})`
  return [{ type: type ?? null, message: `${message ?? type}${from}`, at, spanId: null, rank: 2 }]
}
