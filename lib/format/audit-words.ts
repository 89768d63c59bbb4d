import type { AuditOutcome } from '@/lib/model/audit-entry'

const SOURCES: Record<string, string> = {
  console: 'Console',
  api: 'API',
  cli: 'Command line',
  worker: 'Runledger',
  source: 'Source',
}

/** What an action came in by, for people. */
export const auditSourceName = (kind: string): string => SOURCES[kind] ?? kind

const OUTCOMES: Record<AuditOutcome, string> = { done: 'Done', denied: 'Denied' }

/** What became of an action, in a word. */
export const auditOutcomeWord = (outcome: AuditOutcome): string => OUTCOMES[outcome]

const KINDS: Record<string, string> = {
  user: 'Person',
  token: 'Ingest token',
  read_token: 'API token',
  ownership_rule: 'Ownership rule',
  audit_log: 'Audit log',
  audit_publication: 'Publication',
  audit_stream: 'Stream',
  signing_key: 'Signing key',
  legal_hold: 'Legal hold',
  api: 'API address',
}

/** A kind of thing that is acted on, for people. */
export const targetKindName = (kind: string): string =>
  KINDS[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`.replaceAll('_', ' ')

/** Of these there is one, and its id tells nobody anything. */
const ONLY_ONES = new Set(['audit_log', 'organization'])

/** What a thing is called: by its entry, by its kind, or by its id. */
export const targetName = ({ kind, id, name }: { kind: string; id: string; name: string | null }): string =>
  name ?? (ONLY_ONES.has(kind) ? targetKindName(kind) : id)

/** `source.created` as words: `Source created`. */
export const actionWords = (action: string): string => {
  const words = action.replaceAll(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Who acted, where the name was erased: an id that still tells one from another. */
export const actorWords = (actor: { kind: string; id: string; name: string | null }): string =>
  actor.name ?? `${actor.kind} ${actor.id.slice(0, 8)}`

const PAGES: Record<string, (id: string) => string> = {
  source: (id) => `/sources/${id}`,
  flow: (id) => `/flows/${id}`,
  execution: (id) => `/executions/${id}`,
  change: (id) => `/changes/${id}`,
  user: (id) => `/settings/members/${id}`,
  trace: (id) => `/traces/${id}`,
  event: (id) => `/sources/events/${id}`,
  team: () => '/settings/teams',
  read_token: () => '/settings/tokens',
  ownership_rule: () => '/settings/ownership',
  repository: () => '/settings/repositories',
  audit_publication: () => '/audit/keeping',
  audit_stream: () => '/audit/streams',
  legal_hold: () => '/audit/keeping',
  signing_key: () => '/audit/keeping',
}

const ID = /^[0-9a-f-]{16,64}$/i

/** The page about a thing, where it has one; ids come from whoever acted, so none is taken into an address unless it is one. */
export function targetHref({ kind, id }: { kind: string; id: string }): string | null {
  if (kind === 'page') return /^\/[a-z][a-z0-9/-]{0,200}$/.test(id) ? id : null
  return ID.test(id) ? (PAGES[kind]?.(id) ?? null) : null
}
