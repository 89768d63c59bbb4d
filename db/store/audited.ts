import { type Db, database } from '@/db/client'
import { Refusal } from '@/lib/model/refusal'
import type { Permission } from '@/lib/model/roles'
import { mayIn, type Scope } from '@/lib/model/scope'
import { type AuditEntry, appendAuditEntry } from './append-audit-entry'

/** What the change needs, and on what: the target names the thing in the entry of a denied attempt. */
export type Needs = {
  permission: Permission
  /** Null for what belongs to the organization as a whole, which owners alone may change. */
  teamId: string | null
  target?: { kind: string; id: string }
}

/** What a change must return: without the entry it does not type-check. */
export type Audited<T> = { result: T; entry: AuditEntry }

/**
 * The only way to change what a person can see: may they, do it, and write it down, or none of the three.
 * Callers cannot forget the entry because their change must return one. An attempt without permission is written down too.
 */
export async function audited<T>(
  scope: Scope,
  needs: Needs,
  change: (tx: Db) => Promise<Audited<T>>,
  on: Db = database(),
): Promise<T> {
  if (scope.isReadOnly || !mayIn(scope, needs.permission, needs.teamId)) await deny(scope, needs, on)
  return on.transaction(async (tx) => {
    const { result, entry } = await change(tx)
    await appendAuditEntry(tx, scope, entry)
    return result
  })
}

async function deny(scope: Scope, needs: Needs, on: Db): Promise<never> {
  const target = needs.target ?? (needs.teamId === null ? { kind: 'organization', id: scope.orgId } : null)
  await on.transaction((tx) =>
    appendAuditEntry(
      tx,
      scope,
      {
        action: needs.permission,
        target: { ...(target ?? { kind: 'team', id: needs.teamId ?? '' }), teamId: needs.teamId },
      },
      'denied',
    ),
  )
  const where = needs.teamId === null ? 'in the organization' : 'in this team'
  const refusal = new Refusal(
    'forbidden',
    scope.isReadOnly
      ? 'This token only reads: it can change nothing.'
      : `You may not do this: it needs the permission ${needs.permission} ${where}.`,
  )
  refusal.isWritten = true
  throw refusal
}
