import { nativeKey } from '@/lib/executions/execution-key'
import { contentKey, ignored, kept, told, withChanges } from '@/lib/ingest/events/decoded-event'
import { contextKeys } from '@/lib/ingest/events/handed-context'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import { inOrder } from '@/lib/ingest/events/told-times'
import { observe, type StateWords } from '@/lib/ingest/otlp/dialects/state-words'
import type { DecodedEvent, DecodedRequest, ExecutionTelling, IncomingEvent } from '@/lib/model/event'
import { PRECEDENCE, type UnixNano } from '@/lib/model/fact'
import { isBroken, isTerminal } from '@/lib/model/state'
import { bitbucketChanges } from './changes'

/** States of a build status, as they are compared: in lower case. */
export const BITBUCKET_WORDS: StateWords = {
  inprogress: 'running',
  successful: 'success',
  failed: 'failed',
  stopped: 'cancelled',
}

const KEPT = /^(repo:(push|updated|fork|transfer|deleted)|pullrequest:.+)$/
type Named = Parameters<typeof told>[0]

/** One webhook of Bitbucket's: pipelines are told by the status that they give to their commit, what changed the code is kept. */
export function decodeBitbucket({ headers, body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(jsonBody(body))
  if (!of.isObject)
    return refused(body, 'not_an_event', 'Not a webhook of Bitbucket’s: its body is a JSON object.')
  const type = headers['x-event-key'] ?? typeOf(of)
  const id = headers['x-request-uuid']
  const status = of.at('commit_status')
  const named: Named = {
    // The same for each attempt to deliver it.
    key: id === undefined ? contentKey(of.value) : `delivery:${id}`,
    type: status.isObject ? `${type}.${status.at('state').text() ?? 'unknown'}` : type,
    at: timeOf(of) ?? null,
    subject: subjectOf(of),
    body,
  }
  const decoded = status.isObject
    ? decodeStatus(of, status, named, receivedAt)
    : otherwise(type, of, named, receivedAt)
  if (decoded !== null) return { events: [decoded], rejected: [] }
  return refused(body, 'no_identity', 'A build status without the full name of its repository.')
}

function otherwise(type: string, of: JsonReader, named: Named, receivedAt: UnixNano): DecodedEvent {
  if (KEPT.test(type)) {
    const because = 'Not about an execution: kept for the history of changes.'
    return withChanges(kept(named, because), bitbucketChanges(type, of, receivedAt))
  }
  return ignored(named, `Nothing is made of ${type}: the webhook need not send it.`)
}

/** A pipeline's status. It has no id of the pipeline's but in its address, and no steps: null where it is of no repository. */
function decodeStatus(
  of: JsonReader,
  status: JsonReader,
  named: Named,
  receivedAt: UnixNano,
): DecodedEvent | null {
  const repository = of.at('repository', 'full_name').text()
  if (repository === undefined) return null
  const [, number] = /\/results\/(\d{1,12})(?:$|[/?#])/.exec(status.at('url').text() ?? '') ?? []
  const isOfPipelines = /^https:\/\/bitbucket\.org\//i.test(status.at('url').text() ?? '')
  if (number === undefined || !isOfPipelines)
    return kept(named, 'The status of a build elsewhere: only those of Bitbucket Pipelines are executions.')
  const execution = toldIdentity(repository, repository, number)
  const at = status.at('updated_on').time() ?? status.at('created_on').time() ?? receivedAt
  const telling: ExecutionTelling = {
    about: 'execution',
    of: execution,
    at,
    ...progressOf(status, at),
    title: status.at('name').text() ?? `#${number}`,
    actor: of.at('actor', 'display_name').text() ?? of.at('actor', 'nickname').text(),
    commit: status.at('commit', 'hash').text(),
    branch: status.at('refname').text(),
    // Its own address has the number behind a #, which is no part of what is asked for.
    url: `https://bitbucket.org/${repository}/pipelines/results/${number}`,
    keys: [
      nativeKey('bitbucket', repository, 'pipeline', number),
      ...contextKeys(`bitbucket/${repository}/${number}`),
    ],
  }
  return told(named, [telling])
}

/** A step that is run again puts its pipeline back to work, so the latest word is the one that counts. */
function progressOf(status: JsonReader, at: UnixNano): Partial<ExecutionTelling> {
  const startedAt = status.at('created_on').time()
  const word = status.at('state').text()
  if (word === undefined) return inOrder({ startedAt })
  const observed = observe(BITBUCKET_WORDS, word, at, PRECEDENCE.word)
  const message = status.at('description').text() ?? `The pipeline ended as ${word}.`
  return {
    states: [observed.state === 'unknown' ? observed : { ...observed, reopens: true }],
    ...inOrder({ startedAt, endedAt: isTerminal(observed.state) ? at : undefined }),
    ...(isBroken(observed.state) ? { errors: [{ type: null, message, at, spanId: null, rank: 0 }] } : {}),
  }
}

function typeOf(of: JsonReader): string {
  if (of.at('commit_status').isObject) return 'repo:commit_status'
  if (of.at('pullrequest').isObject) return 'pullrequest:changed'
  return of.at('push').isObject ? 'repo:push' : 'unknown'
}

const timeOf = (of: JsonReader): UnixNano | undefined =>
  [
    of.at('commit_status', 'updated_on'),
    of.at('pullrequest', 'updated_on'),
    of.at('push', 'changes', 0, 'new', 'target', 'date'),
  ]
    .map((each) => each.time())
    .find((time) => time !== undefined)

/** What it is about, for a person. */
function subjectOf(of: JsonReader): string | null {
  const change = of.at('push', 'changes', 0)
  const pull = of.at('pullrequest')
  const words = [
    of.at('repository', 'full_name').text(),
    of.at('commit_status', 'name').text(),
    change.at('new', 'name').text() ?? change.at('old', 'name').text(),
    pull.at('id').text() === undefined ? undefined : `#${pull.at('id').text()}`,
    pull.at('title').text(),
  ]
  return words.filter((word) => word !== undefined).join(' · ') || null
}

const refused = (item: unknown, reason: string, message: string): DecodedRequest => ({
  events: [],
  rejected: [{ path: '', reason, message, item }],
})
