import { contentKey, ignored, kept } from '@/lib/ingest/events/decoded-event'
import { jsonBody } from '@/lib/ingest/events/json-body'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { DecodedEvent, DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { assessedChanges } from './changes'
import { decodeNotification, decodeRunTask, type Named } from './run'

/** One notification or run task of HCP Terraform or Terraform Enterprise: runs are told, assessments of drift are kept. */
export function decodeTerraform({ body, receivedAt }: IncomingEvent): DecodedRequest {
  const whole = new JsonReader(jsonBody(body))
  if (!whole.isObject)
    return refused(body, 'not_an_event', 'Not a webhook of HCP Terraform: its body is a JSON object.')
  const of = new JsonReader(withoutToken(whole))
  const named: Named = {
    key: contentKey(of.value),
    type: typeOf(of),
    at: timeOf(of) ?? null,
    subject: subjectOf(of),
    body: of.value,
  }
  const decoded = decodeKind(of, named, receivedAt)
  if (decoded !== null) return { events: [decoded], rejected: [] }
  const message = 'A run without its id, its workspace or its organization.'
  return refused(of.value, 'no_identity', message)
}

function decodeKind(of: JsonReader, named: Named, receivedAt: UnixNano): DecodedEvent | null {
  const [first] = of.at('notifications').items()
  if (first?.at('trigger').text() === 'verification')
    return ignored(named, 'HCP Terraform asks whether anybody listens.')
  if (of.at('stage').isThere && of.at('task_result_callback_url').isThere) {
    const isTest = of.at('stage').text() === 'test'
    return isTest
      ? ignored(named, 'HCP Terraform tries out a run task.')
      : decodeRunTask(of, named, receivedAt)
  }
  if (first !== undefined) return decodeNotification(of, named, receivedAt)
  if (of.at('trigger_scope').isThere || /^(assessment|workspace):/.test(named.type))
    return {
      ...kept(named, 'Of the workspace and not of a run: read into the history of changes.'),
      changes: assessedChanges(of, receivedAt),
    }
  return ignored(named, 'Neither a notification nor a run task.')
}

/** A run task brings a token for the API of its run, which nobody may keep. */
function withoutToken(of: JsonReader): unknown {
  if (!of.at('access_token').isThere) return of.value
  return Object.fromEntries(
    of
      .entries()
      .filter(([key]) => key !== 'access_token')
      .map(([key, part]) => [key, part.value]),
  )
}

function typeOf(of: JsonReader): string {
  const stage = of.at('stage').text()
  return (
    of.at('notifications', 0, 'trigger').text() ??
    of.at('trigger').text() ??
    (stage === undefined ? 'unknown' : `run_task.${stage}`)
  )
}

const timeOf = (of: JsonReader): UnixNano | undefined =>
  of.at('notifications', 0, 'run_updated_at').time() ??
  of.at('details', 'new_assessment_result', 'created_at').time() ??
  of.at('run_created_at').time()

/** What it is about, for a person. */
function subjectOf(of: JsonReader): string | null {
  const names = ['organization_name', 'workspace_name'].map(
    (name) => of.at(name).text() ?? of.at('details', name).text(),
  )
  const result = of.at('details', 'new_assessment_result')
  const drifted = result.at('resources_drifted').count()
  const words = [
    names.filter((name) => name !== undefined).join('/') || undefined,
    of.at('run_message').text() ?? of.at('message').text(),
    drifted === undefined ? undefined : `${drifted} drifted`,
  ]
  return words.filter((word) => word !== undefined).join(' · ') || null
}

const refused = (item: unknown, reason: string, message: string): DecodedRequest => ({
  events: [],
  rejected: [{ path: '', reason, message, item }],
})
