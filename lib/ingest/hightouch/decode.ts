import { nativeKey } from '@/lib/executions/execution-key'
import { contentKey, told } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { inAddress } from '@/lib/ingest/events/polled-item'
import { toldIdentity, toldMessage } from '@/lib/ingest/events/told-identity'
import { HIGHTOUCH_WORDS, observe } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedRequest, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isTerminal } from '@/lib/model/state'

/** A run of a sync, as the poll wraps it with its sync: the flow is the sync's slug, in its workspace. */
export function decodeHightouch({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  const [run, sync] = [of.at('item'), of.at('sync')]
  const runId = run.at('id').text()
  const flow = sync.at('slug').text() ?? sync.at('id').text()
  if (runId === undefined || flow === undefined) {
    const message = 'Not a run of Hightouch: the id of the run, or its sync, is missing.'
    return { events: [], rejected: [{ path: '', reason: 'no_identity', message, item: of.value }] }
  }
  const workspace = sync.at('workspaceId').text()
  const telling: ExecutionTelling = {
    about: 'execution',
    of: toldIdentity(workspace === undefined ? 'hightouch' : `workspace ${workspace}`, flow, runId),
    ...progressOf(run, receivedAt),
    url: pageOf(of, sync, runId),
    labels: labelsOf(run, sync),
    keys: [nativeKey('hightouch', 'run', runId)],
  }
  const named = {
    key: contentKey(of.value),
    type: `run.${run.at('status').text() ?? 'unknown'}`,
    at: telling.at,
    subject: `${flow} · run ${runId}`,
    body: of.value,
  }
  return { events: [told(named, [telling])], rejected: [] }
}

function progressOf(
  run: JsonReader,
  otherwise: UnixNano,
): Pick<ExecutionTelling, 'at' | 'states' | 'queuedAt' | 'startedAt' | 'endedAt' | 'errors'> {
  const [queuedAt, startedAt, finishedAt] = ['createdAt', 'startedAt', 'finishedAt'].map((key) =>
    run.at(key).time(),
  )
  const word = run.at('status').text() ?? 'unknown'
  const seen = observe(HIGHTOUCH_WORDS, word, otherwise, PRECEDENCE.word)
  const isOver = isTerminal(seen.state)
  const at = (isOver ? finishedAt : undefined) ?? startedAt ?? queuedAt ?? otherwise
  const said = (of: string, when: UnixNano) => observe(HIGHTOUCH_WORDS, of, when, PRECEDENCE.word)
  const message = run.at('error').text() ?? run.at('error', 'message').text()
  return {
    at,
    states: [
      ...(queuedAt === undefined || seen.state === 'queued' ? [] : [said('queued', queuedAt)]),
      ...(startedAt === undefined || !isOver ? [] : [said('processing', startedAt)]),
      { ...seen, at },
    ],
    queuedAt,
    startedAt,
    endedAt: isOver ? finishedAt : undefined,
    errors:
      message === undefined
        ? undefined
        : [{ type: null, message: toldMessage(message), at, spanId: null, rank: 2 }],
  }
}

/** The address has the workspace's slug in it, which the API does not tell. */
function pageOf(of: JsonReader, sync: JsonReader, runId: string): string | undefined {
  const [slug, syncId] = [of.at('workspace').text(), sync.at('id').text()]
  if (slug === undefined || syncId === undefined) return undefined
  const path = [slug, 'syncs', syncId, 'runs', runId].map(inAddress).join('/')
  return `https://app.hightouch.com/${path}`
}

function labelsOf(run: JsonReader, sync: JsonReader): Record<string, string> {
  const rows = ['plannedRows', 'successfulRows', 'failedRows'].flatMap((kind) =>
    ['addedCount', 'changedCount', 'removedCount'].map(
      (count) => [`hightouch.${kind}.${count}`, run.at(kind, count)] as const,
    ),
  )
  const rest = [
    ['hightouch.querySize', run.at('querySize')],
    ['hightouch.sync_id', sync.at('id')],
    ['hightouch.model_id', sync.at('modelId')],
    ['hightouch.destination_id', sync.at('destinationId')],
  ] as const
  return Object.fromEntries(
    [...rows, ...rest].flatMap(([label, value]): [string, string][] => {
      const text = value.text()
      return text === undefined ? [] : [[label, text]]
    }),
  )
}
