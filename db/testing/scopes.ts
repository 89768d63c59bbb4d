import { randomUUID } from 'node:crypto'
import type { Role } from '@/lib/model/roles'
import { personActor, type Scope, sealScope } from '@/lib/model/scope'

/** A person's scope for tests, made up as far as it is not given. */
export function testScope(
  of: {
    orgId?: string
    userId?: string
    isOwner?: boolean
    teams?: Record<string, Role>
    name?: string
  } = {},
): Scope {
  const userId = of.userId ?? randomUUID()
  return sealScope({
    orgId: of.orgId ?? randomUUID(),
    userId,
    isOwner: of.isOwner ?? false,
    teams: of.teams ?? {},
    actor: personActor({ id: userId, name: of.name ?? 'Test Person', ip: '192.0.2.1', requestId: null }),
  })
}
