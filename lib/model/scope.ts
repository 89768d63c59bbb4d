import type { AuditSource, NamedActor } from './audit-entry'
import { type Permission, type Role, roleHolds } from './roles'

declare const sealed: unique symbol

/**
 * Who asks, and for what they may see. The first argument of every query and verb.
 * Only session and token code makes one (`lib/auth`), the seal keeps everyone else from writing a literal.
 */
export type Scope = {
  readonly [sealed]: true
  readonly orgId: string
  /** The person who acts, or for whom a token does; null for the system. */
  readonly userId: string | null
  /** Owners hold every permission in every team of the organization. */
  readonly isOwner: boolean
  /** Role by team id. */
  readonly teams: Readonly<Record<string, Role>>
  readonly actor: Actor
  /** True for a token that only reads: whatever it may see, `audited` lets it change nothing. */
  readonly isReadOnly?: boolean
  /** True for a token that is for some teams of its person, not for all that they may. */
  readonly isOfTeams?: boolean
}

/** Who acts, for whom, and what the action came in by: what each entry of the audit log says. */
export type Actor = {
  kind: 'user' | 'token' | 'system'
  id: string
  name: string
  ip: string | null
  requestId: string | null
  /** The person of a token; null for who acts for themselves. */
  onBehalfOf: (NamedActor & { name: string }) | null
  source: AuditSource
}

/** A person in a browser. */
export const personActor = (of: Pick<Actor, 'id' | 'name' | 'ip' | 'requestId'>): Actor => ({
  kind: 'user',
  id: of.id,
  name: of.name,
  ip: of.ip,
  requestId: of.requestId,
  onBehalfOf: null,
  source: { kind: 'console', id: null },
})

/** A part of Runledger that acts by itself, or a command that somebody gave on the machine. */
export const systemActor = (part: string, source: AuditSource = { kind: 'worker', id: part }): Actor => ({
  kind: 'system',
  id: part,
  name: 'Runledger',
  ip: null,
  requestId: null,
  onBehalfOf: null,
  source,
})

/** For session and token code alone; `lib/architecture.test.ts` holds who calls it. */
export const sealScope = (scope: Omit<Scope, typeof sealed>): Scope => scope as Scope

/** True when the scope holds the permission in that team; without a team, only owners do. */
export function mayIn(scope: Scope, permission: Permission, teamId: string | null): boolean {
  if (scope.isOwner || scope.actor.kind === 'system') return true
  const role = teamId === null ? undefined : scope.teams[teamId]
  return role !== undefined && roleHolds(role, permission)
}

/** The teams whose rows the scope may read under the permission. Null means all of the organization. */
export function teamsFor(scope: Scope, permission: Permission): string[] | null {
  if (scope.isOwner || scope.actor.kind === 'system') return null
  return Object.entries(scope.teams)
    .filter(([, role]) => roleHolds(role, permission))
    .map(([teamId]) => teamId)
}
