/** What a person may be within one team; each holds what those before it hold, but for the auditor, who only reads. */
export const ROLES = ['viewer', 'operator', 'editor', 'admin', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** What an action needs. Named `noun.verb`, the same word in code, refusal and audit log. */
export const PERMISSIONS = [
  'execution.read',
  'execution.annotate',
  'source.read',
  'source.write',
  'token.write',
  'read_token.write',
  'team.write',
  'member.read',
  'member.write',
  'ownership.write',
  'repository.write',
  'system.read',
  'retention.write',
  'sign_in.write',
  'sample.write',
  'audit.read',
  'audit.write',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Whoever may read a team may let a program read it: a token never reads more than the person who made it. */
const READ: Permission[] = ['execution.read', 'source.read', 'member.read', 'read_token.write']

const HOLDS: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set(READ),
  operator: new Set([...READ, 'execution.annotate']),
  editor: new Set([...READ, 'execution.annotate', 'source.write', 'repository.write']),
  admin: new Set([
    ...READ,
    'execution.annotate',
    'source.write',
    'repository.write',
    'token.write',
    'team.write',
    'member.write',
  ]),
  auditor: new Set(['audit.read']),
}

/** True when the role may do it within its team. */
export const roleHolds = (role: Role, permission: Permission): boolean => HOLDS[role].has(permission)
