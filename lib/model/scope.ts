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

export type Actor =
  | { kind: 'user'; id: string; name: string; ip: string | null; requestId: string | null }
  | { kind: 'token'; id: string; name: string; ip: string | null; requestId: string | null }
  | { kind: 'system'; id: string; name: string; ip: null; requestId: null }

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
