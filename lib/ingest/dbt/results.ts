import { compareNano } from '@/lib/executions/state'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldMessage } from '@/lib/ingest/events/told-identity'
import { DBT_RESULT_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { TaskTelling, ToldIdentity } from '@/lib/model/event'
import { type ErrorObservation, PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'

/** What an artifact says of one node. */
export type NodeResult = {
  uniqueId: string
  name: string
  kind: string
  nodePackage: string
  seen: StateObservation
  startedAt?: UnixNano
  endedAt: UnixNano
  error?: ErrorObservation
  worker?: string
}

/** One of `results`: of a model, seed, snapshot, test, operation, or of the freshness of a source. */
export function readResult(result: JsonReader, manifest: JsonReader, otherwise: UnixNano): NodeResult | null {
  const uniqueId = result.at('unique_id').text()
  if (uniqueId === undefined) return null
  const [kind = 'node', nodePackage = 'dbt', ...rest] = uniqueId.split('.')
  const node = manifest.at('nodes', uniqueId)
  const timing = result.at('timing').items()
  const started = timing.flatMap((each) => each.at('started_at').time() ?? []).sort(compareNano)
  const ended = timing.flatMap((each) => each.at('completed_at').time() ?? []).sort(compareNano)
  const endedAt = ended.at(-1) ?? otherwise
  const word = result.at('status').text() ?? 'unknown'
  const seen = observe(DBT_RESULT_WORDS, word, endedAt, PRECEDENCE.word)
  return {
    uniqueId,
    name: node.at('name').text() ?? nameOf(kind, rest) ?? uniqueId,
    kind: node.at('resource_type').text() ?? kind,
    nodePackage: node.at('package_name').text() ?? nodePackage,
    seen,
    startedAt: started[0],
    endedAt,
    error: seen.state === 'failed' ? errorOf(result, node, word, endedAt) : undefined,
    worker: result.at('thread_id').text(),
  }
}

/** The name in the unique id: tests have a hash behind it, sources the name of the source before it. */
const nameOf = (kind: string, rest: string[]): string | undefined =>
  kind === 'source' ? rest.join('.') : rest[0]

function errorOf(result: JsonReader, node: JsonReader, word: string, at: UnixNano): ErrorObservation {
  const failures = result.at('failures').count(1)
  const file = node.at('original_file_path').text()
  const message =
    result.at('message').text() ??
    result.at('error').text() ??
    (failures === undefined ? word : `${failures} rows failed the test`)
  const where = file === undefined || message.includes(file) ? '' : ` (${file})`
  return { type: word, message: toldMessage(`${message}${where}`), at, spanId: null, rank: 2 }
}

export function nodeTelling(execution: ToldIdentity, result: NodeResult): TaskTelling {
  const { uniqueId, seen, startedAt } = result
  const hasRun = startedAt !== undefined && seen.state !== 'skipped'
  return {
    about: 'task',
    execution,
    of: { nativeId: uniqueId, mapIndex: null, attempt: 1 },
    at: result.endedAt,
    name: result.name,
    kind: result.kind,
    states: [
      ...(hasRun
        ? [{ state: 'running' as const, word: 'started', at: startedAt, precedence: PRECEDENCE.eventType }]
        : []),
      seen,
    ],
    ...(hasRun ? { startedAt, endedAt: result.endedAt } : {}),
    ...(result.error === undefined ? {} : { errors: [result.error] }),
    worker: result.worker,
  }
}
