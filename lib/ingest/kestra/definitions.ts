import { contentKey, kept } from '@/lib/ingest/events/decoded-event'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import type { ChangeTelling, EditTelling, ToldActor } from '@/lib/model/change'
import type { DecodedEvent } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { kestraNamespace } from './links'

/** A revision of a flow with its source: what Kestra holds since then. Its open edition does not say who made it. */
export function keptDefinition(around: JsonReader, type: string, receivedAt: UnixNano): DecodedEvent {
  const flow = around.at('item')
  const [space, id] = [flow.at('namespace').text(), flow.at('id').text()]
  const at = flow.at('updated').time() ?? null
  const named = {
    key: contentKey(flow.value),
    type,
    at,
    subject: [space, id].join(' · '),
    body: around.value,
  }
  const event = kept(named, 'A revision of a flow: read into the history of changes.')
  const text = flow.at('source').text() ?? null
  const isGone = flow.at('deleted').value === true
  if (space === undefined || id === undefined || (text === null && !isGone)) return event
  const telling: ChangeTelling = {
    about: 'definition',
    of: flowOf(around, space, id),
    place: 'deployed',
    at: at ?? receivedAt,
    format: 'kestra',
    text,
    revision: flow.at('revision').text(),
    ...(isGone ? { isGone } : {}),
  }
  return { ...event, changes: [telling] }
}

/** What is done to flows, and to what they use, by the permission's resource. */
const CLASSES: Record<string, EditTelling['classes']> = {
  SECRET: ['secrets'],
  CREDENTIAL: ['secrets'],
  KVSTORE: ['parameters'],
  TRIGGER: ['schedule'],
}
/** What Kestra's audit log says of what defines how flows run. Reading, and running them, is no change. */
const CHANGING = new Set(['CREATE', 'UPDATE', 'DELETE'])
const DEFINING = new Set(['FLOW', 'NAMESPACEFILE', 'TEMPLATE', 'TRIGGER', ...Object.keys(CLASSES)])

/** An entry of the audit log that the Enterprise edition keeps: who did what to what. */
export function keptAudit(around: JsonReader, receivedAt: UnixNano): DecodedEvent {
  const entry = around.at('item')
  const log = entry.at('auditLog').isObject ? entry.at('auditLog') : entry
  const [action, resource] = [log.at('detail', 'type').text(), resourceOf(log)]
  const at = log.at('date').time() ?? null
  const named = {
    key: `audit:${log.at('id').text() ?? contentKey(entry.value)}`,
    type: `audit.${log.at('type').text() ?? 'unknown'}`,
    at,
    subject: [action, resource].join(' · '),
    body: around.value,
  }
  const event = kept(named, "An entry of Kestra's audit log: read into the history of changes.")
  const done = log.at('type').text() ?? ''
  if (resource === undefined || !CHANGING.has(done) || !DEFINING.has(resource)) return event
  return { ...event, changes: [editOf(around, entry, log, { at: at ?? receivedAt, done, resource })] }
}

const resourceOf = (log: JsonReader): string | undefined =>
  log.at('detail', 'resourceType').text() ?? log.at('detail', 'permission').text()

function editOf(
  around: JsonReader,
  entry: JsonReader,
  log: JsonReader,
  { at, done, resource }: { at: UnixNano; done: string; resource: string },
): EditTelling {
  const detail = log.at('detail')
  const [space, id] = [
    detail.at('namespace').text() ?? '',
    detail.at('id').text() ?? detail.at('flowId').text(),
  ]
  // The id of a flow is told with its namespace before it, or beside it.
  const parts = (id ?? '').split(/[/:]/)
  const flow = parts.at(-1) ?? ''
  const namespace = space !== '' ? space : parts.slice(0, -1).join('.')
  const isOfFlow = (resource === 'FLOW' || resource === 'TRIGGER') && flow !== ''
  return {
    about: 'edit',
    of: isOfFlow ? flowOf(around, namespace, flow) : null,
    at,
    way: isSync(log) ? 'sync' : 'console',
    actor: actorOf(entry, log),
    action: `${resource} ${done}`,
    classes: CLASSES[resource],
    fields: fieldsOf(log),
    revision: detail.at('revision').text(),
    ...(isOfFlow ? {} : { object: { kind: resource.toLowerCase(), id: id ?? namespace } }),
  }
}

const flowOf = (around: JsonReader, space: string, id: string) => {
  const tenant = around.at('item', 'tenantId').text() ?? around.at('tenant').text()
  const { namespace, flow } = toldIdentity(kestraNamespace(tenant, space), id, '')
  return { namespace, flow }
}

const isSync = (log: JsonReader): boolean => /git|sync/i.test(log.at('detail', 'source').text() ?? '')

function actorOf(entry: JsonReader, log: JsonReader): ToldActor | null {
  const user = entry.at('user')
  const [name, email] = [user.at('username').text(), user.at('email').text()]
  const id = name ?? email ?? log.at('userId').text()
  if (id === undefined) return null
  return {
    kind: 'kestra',
    id,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
  }
}

/** The patch that was applied (RFC 6902), with what it took the place of where the reverse patch says so. */
function fieldsOf(log: JsonReader): EditTelling['fields'] {
  const reverts = new Map(
    log
      .at('revertPatch')
      .items()
      .map((step) => [step.at('path').text() ?? '', step.at('value').value]),
  )
  const fields = log
    .at('appliedPatch')
    .items()
    .flatMap((step) => {
      const name = step.at('path').text()
      return name === undefined
        ? []
        : [{ name, from: reverts.get(name) ?? null, to: step.at('value').value ?? null }]
    })
  return fields.length === 0 ? undefined : fields
}
