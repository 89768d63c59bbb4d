import { isIP } from 'node:net'
import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'
import { type ActionVerb, isOfSession, verbOf } from './action-verb'

const ECS_VERSION = '9.0.0'

/** Nouns that are about who may do what; everything else is how Runledger is set up. */
const IAM_NOUNS = new Set([
  ...[
    'user',
    'member',
    'owner',
    'team',
    'invite',
    'identity',
    'sign_in',
    'token',
    'read_token',
    'organization',
  ],
])

const TYPES: Record<ActionVerb, string> = {
  create: 'creation',
  read: 'access',
  update: 'change',
  delete: 'deletion',
}

/** An entry as a document of the Elastic Common Schema; what that has no field for is under `runledger`. */
export function ecsDocument(entry: ExportedAuditEntry): Record<string, unknown> {
  const { actor, onBehalfOf, target, ip } = entry
  const isAddress = ip !== null && isIP(ip) !== 0
  const people = [onBehalfOf, actor].filter((each) => each !== null)
  const named = people.flatMap(({ id, name }) => (name === null ? [id] : [id, name]))
  return {
    '@timestamp': entry.at.toISOString(),
    ecs: { version: ECS_VERSION },
    event: eventOf(entry),
    message: `${entry.action} ${target.kind} ${target.name ?? target.id}`,
    organization: { id: entry.orgId },
    user: {
      id: actor.id,
      ...(actor.name === null ? {} : { name: actor.name }),
      ...(onBehalfOf === null ? {} : { effective: personOf(onBehalfOf) }),
      ...(target.kind === 'user' ? { target: personOf(target) } : {}),
    },
    ...(ip === null ? {} : { source: { address: ip, ...(isAddress ? { ip } : {}) } }),
    related: {
      user: [...new Set([...named, ...(target.kind === 'user' ? [target.id] : [])])],
      ...(isAddress ? { ip: [ip] } : {}),
      hash: [entry.hash],
    },
    ...(entry.requestId === null ? {} : { http: { request: { id: entry.requestId } } }),
    runledger: {
      audit: {
        actor: { kind: actor.kind },
        source: entry.source,
        target: { kind: target.kind, id: target.id, name: target.name },
        team: target.teamId === null ? null : { id: target.teamId, name: target.teamName },
        before: entry.before ?? null,
        after: entry.after ?? null,
        previous_hash: entry.previousHash,
        payload_hash: entry.payloadHash,
        is_erased: entry.isErased,
      },
    },
  }
}

function eventOf(entry: ExportedAuditEntry): Record<string, unknown> {
  const { action } = entry
  const isRefused = entry.outcome === 'denied' || action === 'session.refused'
  const [category, types] = isOfSession(action)
    ? [['authentication', 'session'], [action === 'session.ended' ? 'end' : 'start']]
    : [
        [IAM_NOUNS.has(action.slice(0, action.indexOf('.'))) ? 'iam' : 'configuration'],
        [TYPES[verbOf(action)]],
      ]
  return {
    id: `${entry.orgId}/${entry.seq}`,
    sequence: entry.seq,
    kind: 'event',
    module: 'runledger',
    dataset: 'runledger.audit',
    category,
    type: isRefused ? [...types, 'denied'] : types,
    action,
    outcome: isRefused ? 'failure' : 'success',
    hash: entry.hash,
    ...(entry.reason === null ? {} : { reason: entry.reason }),
  }
}

const personOf = ({ id, name }: { id: string; name: string | null }): Record<string, unknown> => ({
  id,
  ...(name === null ? {} : { name }),
})
