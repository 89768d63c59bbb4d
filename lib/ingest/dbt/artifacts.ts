import { nativeKey, traceKey } from '@/lib/executions/execution-key'
import { contentKey, kept, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import type {
  DecodedEvent,
  DecodedRequest,
  ExecutionTelling,
  IncomingEvent,
  ToldIdentity,
} from '@/lib/model/event'
import { PRECEDENCE, type StateObservation, type UnixNano } from '@/lib/model/fact'
import { environmentWords } from './environment'
import { type NodeResult, nodeTelling, readResult } from './results'

/**
 * Artifacts of dbt Core: `run_results.json` (v2 to v6) or `sources.json` by itself, or with the manifest as
 * `{ run_results, manifest }`. A manifest alone tells of no execution and is kept.
 */
export function decodeArtifacts({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const value = jsonBody(body)
  const of = new JsonReader(value)
  const results = of.at('run_results').isObject ? of.at('run_results') : of
  const event = decodeArtifact(results, of.at('manifest'), of, receivedAt)
  if (event !== null) return { events: [event], rejected: [] }
  const message = 'Not an artifact of dbt: metadata.invocation_id is missing.'
  return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: value }] }
}

function decodeArtifact(
  artifact: JsonReader,
  manifest: JsonReader,
  whole: JsonReader,
  receivedAt: UnixNano,
): DecodedEvent | null {
  const metadata = artifact.at('metadata')
  const invocation = metadata.at('invocation_id').text()?.toLowerCase()
  if (invocation === undefined) return null
  const endedAt = metadata.at('generated_at').time() ?? receivedAt
  const named = {
    key: contentKey(whole.value),
    type: typeOf(metadata),
    at: endedAt,
    subject: `invocation ${invocation}`,
    body: whole.value,
  }
  if (!Array.isArray(artifact.at('results').value)) {
    return kept(named, 'It has no results: a manifest by itself tells of no execution.')
  }
  const results = artifact
    .at('results')
    .items()
    .flatMap((each) => readResult(each, manifest, endedAt) ?? [])
  const identity = toldIdentity(projectOf(manifest, results), flowOf(artifact), invocation)
  const telling = invocationTelling(identity, artifact, results, endedAt)
  return told({ ...named, subject: `${identity.namespace} · ${identity.flow}` }, [
    telling,
    ...results.map((result) => nodeTelling(identity, result)),
  ])
}

/** `run-results.v6`, from the address of the schema. */
function typeOf(metadata: JsonReader): string {
  const [, name = 'artifact', version = ''] =
    /\/dbt\/([a-z-]+)\/(v\d+)\.json$/.exec(metadata.at('dbt_schema_version').text() ?? '') ?? []
  return version === '' ? name : `${name}.${version}`
}

/** The command without what was selected, as dbt's own traces are told: the flow is the same from run to run. */
function flowOf(artifact: JsonReader): string {
  const isFreshness = typeOf(artifact.at('metadata')).startsWith('sources')
  const verb = artifact.at('args', 'which').text() ?? artifact.at('args', 'rpc_method').text()
  const known: Record<string, string> = {
    generate: 'docs',
    freshness: 'source',
    'source-freshness': 'source',
  }
  if (isFreshness) return 'dbt source'
  return verb === undefined ? 'dbt' : `dbt ${Object.hasOwn(known, verb) ? known[verb] : verb}`
}

/** The project by the manifest; without one it is the package that most of the nodes are of. */
function projectOf(manifest: JsonReader, results: readonly NodeResult[]): string {
  const named = manifest.at('metadata', 'project_name').text()
  if (named !== undefined) return named
  const counts = new Map<string, number>()
  for (const { nodePackage } of results) counts.set(nodePackage, (counts.get(nodePackage) ?? 0) + 1)
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return most?.[0] ?? 'dbt'
}

function invocationTelling(
  of: ToldIdentity,
  artifact: JsonReader,
  results: readonly NodeResult[],
  endedAt: UnixNano,
): ExecutionTelling {
  const metadata = artifact.at('metadata')
  const startedAt = metadata.at('invocation_started_at').time() ?? startOf(artifact, endedAt)
  const command = artifact.at('args', 'invocation_command').text()
  const keys = [nativeKey('dbt', 'invocation', of.nativeId), traceKey(of.nativeId)]
  const errors = results.flatMap((result) => result.error ?? [])
  return {
    about: 'execution',
    of,
    at: endedAt,
    title: command?.startsWith(of.flow) === true ? command : undefined,
    states: [
      ...(startedAt === undefined
        ? []
        : [{ state: 'running' as const, word: 'started', at: startedAt, precedence: PRECEDENCE.eventType }]),
      { ...worstOf(results), at: endedAt },
    ],
    startedAt,
    endedAt,
    errors: errors.length === 0 ? undefined : errors,
    labels: labelsOf(artifact),
    keys,
    ...environmentWords(metadata.at('env'), keys),
  }
}

/** dbt says how long it took. */
function startOf(artifact: JsonReader, endedAt: UnixNano): UnixNano | undefined {
  const seconds = artifact.at('elapsed_time').number()
  if (seconds === undefined || seconds < 0 || seconds > 1e7) return undefined
  const startedAt = BigInt(endedAt) - BigInt(Math.round(seconds * 1e6)) * 1_000n
  return startedAt > 0n ? String(startedAt) : undefined
}

/** An invocation has no outcome of its own: it is the worst of its nodes', and a success where nothing was to be done. */
function worstOf(results: readonly NodeResult[]): Omit<StateObservation, 'at'> {
  const rank = ['failed', 'warning', 'success', 'unknown', 'skipped']
  const [worst] = [...results].sort((a, b) => rank.indexOf(a.seen.state) - rank.indexOf(b.seen.state))
  if (worst === undefined) return { state: 'success', word: 'no nodes', precedence: PRECEDENCE.word }
  return { state: worst.seen.state, word: worst.seen.word, precedence: PRECEDENCE.word }
}

function labelsOf(artifact: JsonReader): Record<string, string> {
  const args = artifact.at('args')
  const told: [string, string | undefined][] = [
    ['dbt.version', artifact.at('metadata', 'dbt_version').text()],
    ['dbt.target', args.at('target').text()],
    ['dbt.select', selection(args.at('select'))],
    ['dbt.exclude', selection(args.at('exclude'))],
    ['dbt.full_refresh', args.at('full_refresh').boolean() === true ? 'true' : undefined],
  ]
  return Object.fromEntries(told.filter((each): each is [string, string] => each[1] !== undefined))
}

function selection(of: JsonReader): string | undefined {
  const parts = of.items().flatMap((each) => each.text() ?? [])
  return parts.length === 0 ? undefined : parts.join(' ')
}
