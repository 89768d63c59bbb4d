import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ChangeClass, ChangeTelling, EditTelling, ToldActor, ToldField } from '@/lib/model/change'
import type { UnixNano } from '@/lib/model/fact'
import { identityOf } from './runs'

/** What an event of a deployment names beside it: its flow, whoever did it. */
type Surroundings = { flow: string | undefined; actor: { id: string; name: string | undefined } | undefined }

const CLASSES: Record<string, ChangeClass> = {
  schedules: 'schedule',
  schedule: 'schedule',
  is_schedule_active: 'schedule',
  paused: 'schedule',
  parameters: 'parameters',
  parameter_openapi_schema: 'parameters',
  job_variables: 'resources',
  infra_overrides: 'resources',
  work_pool_name: 'resources',
  work_queue_name: 'resources',
  work_queue_id: 'resources',
  concurrency_limit: 'resources',
  concurrency_options: 'resources',
  entrypoint: 'code',
  path: 'code',
  version: 'code',
  pull_steps: 'code',
  storage_document_id: 'code',
}

/**
 * What `prefect.deployment.created`, `.updated` and `.deleted` say of the flow: which fields, from what, to what. Prefect's
 * open edition names nobody; Prefect Cloud names an actor among what is related.
 */
export function deploymentChanges(
  event: JsonReader,
  type: string,
  at: UnixNano,
  { flow, actor }: Surroundings,
): ChangeTelling[] {
  const [, done] = /^prefect(?:-cloud)?\.deployment\.(created|updated|deleted)$/.exec(type) ?? []
  if (done === undefined || flow === undefined) return []
  const { namespace, flow: name } = identityOf({ flow, id: '' })
  const fields = fieldsOf(event.at('payload'))
  const classes = [...new Set(fields.map((field) => CLASSES[field.name.split('.')[0] ?? ''] ?? 'definition'))]
  const edit: EditTelling = {
    about: 'edit',
    of: { namespace, flow: name },
    at,
    way: 'api',
    actor: actorOf(actor),
    action: `deployment ${event.at('resource', 'prefect.resource.name').text() ?? ''} ${done}`,
    classes: classes.length === 0 ? ['definition'] : classes,
    fields,
  }
  return [edit, ...versionOf(event.at('payload'), edit)]
}

function fieldsOf(payload: JsonReader): ToldField[] {
  const told = payload
    .at('updates')
    .entries()
    .map(([name, change]) => ({
      name,
      from: change.at('from').value ?? null,
      to: change.at('to').value ?? null,
    }))
  if (told.length > 0) return told
  return payload
    .at('updated_fields')
    .items()
    .flatMap((each) => each.text() ?? [])
    .map((name) => ({ name, from: null, to: null }))
}

/** Which commit the deployment is of, where it was made by a program that knew. */
function versionOf(payload: JsonReader, { of, at }: EditTelling): ChangeTelling[] {
  const info = payload.at('version_info')
  const commit = info.at('commit_sha').text()
  if (of === null || commit === undefined) return []
  return [
    {
      about: 'definition',
      of,
      place: 'deployed',
      at,
      format: 'prefect',
      text: null,
      checksum: info.at('version').text() ?? commit,
      revision: info.at('version').text(),
      commit,
      reason: info.at('message').text(),
      url: info.at('url').text(),
    },
  ]
}

function actorOf(actor: Surroundings['actor']): ToldActor | null {
  if (actor === undefined) return null
  const id = actor.id.replace(/^prefect-cloud\.(actor|user|bot)\./, '')
  const isBot = /\bbot\b/.test(actor.id)
  return {
    kind: 'prefect',
    id,
    ...(actor.name === undefined ? {} : { name: actor.name }),
    ...(isBot ? { isBot } : {}),
  }
}
