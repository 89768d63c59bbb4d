import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { type ActionVerb, verbOf } from './action-verb'

/** The release of the schema whose words are used: all of them are in it and in later ones. */
const OCSF_VERSION = '1.3.0'

const CLASSES = {
  authentication: {
    uid: 3002,
    name: 'Authentication',
    category: 3,
    categoryName: 'Identity & Access Management',
  },
  entity: { uid: 3004, name: 'Entity Management', category: 3, categoryName: 'Identity & Access Management' },
  api: { uid: 6003, name: 'API Activity', category: 6, categoryName: 'Application Activity' },
} as const

const ACTIVITIES: Record<ActionVerb, { id: number; name: string }> = {
  create: { id: 1, name: 'Create' },
  read: { id: 2, name: 'Read' },
  update: { id: 3, name: 'Update' },
  delete: { id: 4, name: 'Delete' },
}
const LOGON = { id: 1, name: 'Logon' }
const LOGOFF = { id: 2, name: 'Logoff' }
/** Type of a user: 1 user, 3 system, 4 service. */
const USER_TYPES: Record<string, number> = { user: 1, system: 3, token: 4 }

/**
 * An entry as an event of the Open Cybersecurity Schema Framework: signing in and out is Authentication (3002), what came in by
 * a token API Activity (6003), everything else Entity Management (3004). What it has no word for is under `unmapped`.
 */
export function ocsfEvent(entry: ExportedAuditEntry): Record<string, unknown> {
  const of = CLASSES[classOf(entry)]
  const activity = activityOf(entry)
  const isDone = entry.outcome === 'done' && entry.action !== 'session.refused'
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    category_uid: of.category,
    category_name: of.categoryName,
    class_uid: of.uid,
    class_name: of.name,
    type_uid: of.uid * 100 + activity.id,
    type_name: `${of.name}: ${activity.name}`,
    // Informational; what was refused is low.
    severity_id: isDone ? 1 : 2,
    severity: isDone ? 'Informational' : 'Low',
    time: entry.at.getTime(),
    status_id: isDone ? 1 : 2,
    status: isDone ? 'Success' : 'Failure',
    message: `${entry.action} ${entry.target.kind} ${entry.target.name ?? entry.target.id}`,
    metadata: metadataOf(entry),
    actor: actorOf(entry),
    ...endpointOf(entry),
    ...aboutOf(entry),
    unmapped: {
      hash: entry.hash,
      previous_hash: entry.previousHash,
      payload_hash: entry.payloadHash,
      is_erased: entry.isErased,
      ...(entry.source === null ? {} : { source: entry.source }),
      ...(entry.target.teamId === null
        ? {}
        : { team: { uid: entry.target.teamId, name: entry.target.teamName } }),
    },
  }
}

function classOf({ action, source }: ExportedAuditEntry): keyof typeof CLASSES {
  if (action.startsWith('session.')) return 'authentication'
  return source?.kind === 'api' ? 'api' : 'entity'
}

function activityOf(entry: ExportedAuditEntry): { id: number; name: string } {
  if (classOf(entry) !== 'authentication') return ACTIVITIES[verbOf(entry.action)]
  return entry.action === 'session.ended' ? LOGOFF : LOGON
}

const metadataOf = (entry: ExportedAuditEntry): Record<string, unknown> => ({
  version: OCSF_VERSION,
  product: { name: 'Runledger', vendor_name: 'Runledger' },
  uid: `${entry.orgId}/${entry.seq}`,
  sequence: entry.seq,
  log_name: 'audit',
  event_code: entry.action,
  tenant_uid: entry.orgId,
  ...(entry.requestId === null ? {} : { correlation_uid: entry.requestId }),
})

/** Calls of an API must say where they came from, also where that was erased. */
function endpointOf({ ip, source }: ExportedAuditEntry): Record<string, unknown> {
  if (ip !== null) return { src_endpoint: { ip } }
  return source?.kind === 'api' ? { src_endpoint: { name: 'unknown' } } : {}
}

/** The person for whom a token acted is the user, the token the application that they used. */
function actorOf({ actor, onBehalfOf }: ExportedAuditEntry): Record<string, unknown> {
  const user = onBehalfOf ?? actor
  return {
    user: userOf(user),
    ...(onBehalfOf === null
      ? {}
      : { app_uid: actor.id, ...(actor.name === null ? {} : { app_name: actor.name }) }),
  }
}

const userOf = ({ kind, id, name }: ExportedAuditEntry['actor']): Record<string, unknown> => ({
  uid: id,
  type_id: USER_TYPES[kind] ?? 99,
  ...(name === null ? {} : { name }),
  ...(USER_TYPES[kind] === undefined ? { type: kind } : {}),
})

/** What each class says that it is about. */
function aboutOf(entry: ExportedAuditEntry): Record<string, unknown> {
  const { target, before, after, reason, action, actor } = entry
  const named = { uid: target.id, type: target.kind, ...(target.name === null ? {} : { name: target.name }) }
  const comment = reason === null ? {} : { comment: reason }
  switch (classOf(entry)) {
    case 'authentication':
      return {
        user: userOf(
          target.kind === 'user' ? { kind: 'user', id: target.id, name: target.name ?? actor.name } : actor,
        ),
        service: { name: 'Runledger' },
        ...(reason === null ? {} : { status_detail: reason }),
      }
    case 'api':
      return {
        api: { operation: action, service: { name: 'Runledger' } },
        resources: [{ ...named, ...dataOf(after ?? before) }],
        ...(reason === null ? {} : { status_detail: reason }),
      }
    case 'entity':
      return {
        ...comment,
        entity: { ...named, ...dataOf(before) },
        ...(after === null || after === undefined ? {} : { entity_result: { ...named, ...dataOf(after) } }),
      }
  }
}

const dataOf = (value: unknown): Record<string, unknown> =>
  value === null || value === undefined ? {} : { data: value }
