import { contentKey, ignored, kept, withChanges } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { githubChanges } from './changes'
import type { GithubEvent } from './github-event'
import { isKeptKind, subjectOf, timeOf } from './kept-events'
import { decodeWorkflowJob } from './workflow-job'
import { decodeWorkflowRun } from './workflow-run'

/** What a payload is of, where the header was lost on its way: what it holds, the most telling first. */
const KINDS_BY_PART = [
  'deployment_status',
  'deployment',
  'workflow_job',
  'workflow_run',
  'check_run',
  'check_suite',
  'pull_request',
] as const

/** One webhook of GitHub's: runs and jobs of Actions are told, what changed the code is kept. */
export function decodeGithub({ headers, body, receivedAt }: IncomingEvent): DecodedRequest {
  const of = new JsonReader(payloadOf(body))
  if (!of.isObject)
    return refused(body, 'not_an_event', 'Not a webhook of GitHub’s: its body is a JSON object.')
  const kind = headers['x-github-event'] ?? kindOf(of)
  const action = of.at('action').text()
  const delivery = headers['x-github-delivery']
  const event: GithubEvent = {
    kind,
    of,
    named: {
      // The same for a redelivery, whatever repository or organization the webhook hangs at.
      key: delivery === undefined ? contentKey(of.value) : `delivery:${delivery}`,
      type: action === undefined ? kind : `${kind}.${action}`,
      at: timeOf(kind, of) ?? null,
      subject: subjectOf(kind, of),
      body,
    },
    receivedAt,
  }
  const decoded = decodeKind(event)
  if (decoded !== null) return { events: [decoded], rejected: [] }
  return refused(body, 'no_identity', `A ${kind} without the repository or the id of its run.`)
}

function decodeKind(event: GithubEvent): DecodedEvent | null {
  const { kind, of, named } = event
  if (kind === 'workflow_run') return decodeWorkflowRun(event)
  if (kind === 'workflow_job') return decodeWorkflowJob(event)
  if (kind === 'check_run' && of.at('check_run', 'app', 'slug').text() === 'github-actions')
    return ignored(named, 'A check that GitHub Actions made of a job: the job itself comes as workflow_job.')
  if (kind === 'ping') return ignored(named, 'GitHub asks whether anybody listens.')
  if (isKeptKind(kind))
    return withChanges(
      kept(named, 'Not about an execution: kept for the history of changes.'),
      githubChanges(event),
    )
  return ignored(named, `Nothing is made of ${kind}: the webhook need not send it.`)
}

/** JSON, also where the webhook was left at GitHub's default of a form. */
function payloadOf(body: unknown): unknown {
  if (typeof body !== 'string' || !body.startsWith('payload=')) return jsonBody(body)
  return jsonBody(new URLSearchParams(body).get('payload'))
}

function kindOf(of: JsonReader): string {
  const part = KINDS_BY_PART.find((each) => of.at(each).isObject)
  if (part !== undefined) return part
  if (of.at('zen').isThere) return 'ping'
  return of.at('ref').isThere && Array.isArray(of.at('commits').value) ? 'push' : 'unknown'
}

const refused = (item: unknown, reason: string, message: string): DecodedRequest => ({
  events: [],
  rejected: [{ path: '', reason, message, item }],
})
