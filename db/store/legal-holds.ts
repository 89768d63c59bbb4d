import { randomUUID } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { legalHolds } from '@/db/schema/audit'
import { organizations } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'
import { requireTeam } from './require-team'

/** What a hold keeps from retention. */
export type NewHold = { reason: string } & (
  | { scope: 'all' }
  | { scope: 'team'; teamId: string }
  | { scope: 'target'; target: { kind: string; id: string } }
)

/** Keeps entries of the audit log from retention until the hold is released. */
export const setLegalHold = (scope: Scope, hold: NewHold, on: Db = database()): Promise<{ id: string }> =>
  audited(
    scope,
    { permission: 'audit.write', teamId: null },
    async (tx) => {
      const id = randomUUID()
      const teamId = hold.scope === 'team' ? hold.teamId : null
      if (teamId !== null) await requireTeam(tx, scope.orgId, teamId)
      const target = hold.scope === 'target' ? hold.target : null
      await tx.insert(legalHolds).values({
        orgId: scope.orgId,
        id,
        scope: hold.scope,
        teamId,
        targetKind: target?.kind ?? null,
        targetId: target?.id ?? null,
        reason: hold.reason,
        setBy: scope.actor.name,
        setAt: new Date(),
      })
      return {
        result: { id },
        entry: {
          action: 'legal_hold.set',
          target: { kind: 'legal_hold', id, teamId },
          after: { scope: hold.scope, ...(target === null ? {} : { target }) },
          reason: hold.reason,
        },
      }
    },
    on,
  )

/** Releases a hold: retention may go on. */
export const releaseLegalHold = (
  scope: Scope,
  of: { holdId: string; reason: string },
  on: Db = database(),
): Promise<void> =>
  audited(
    scope,
    { permission: 'audit.write', teamId: null, target: { kind: 'legal_hold', id: of.holdId } },
    async (tx) => {
      const [released] = await tx
        .update(legalHolds)
        .set({ releasedAt: new Date(), releasedBy: scope.actor.name })
        .where(
          and(eq(legalHolds.orgId, scope.orgId), eq(legalHolds.id, of.holdId), isNull(legalHolds.releasedAt)),
        )
        .returning()
      if (released === undefined) throw new Refusal('not_found', 'There is no such hold.')
      const { scope: kept, teamId, targetKind, targetId, reason } = released
      return {
        result: undefined,
        entry: {
          action: 'legal_hold.released',
          target: { kind: 'legal_hold', id: of.holdId, teamId },
          before: { scope: kept, targetKind, targetId, reason },
          reason: of.reason,
        },
      }
    },
    on,
  )

/** Sets for how many days entries of the audit log are kept; null for good. */
export const updateAuditRetention = (scope: Scope, days: number | null, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'retention.write', teamId: null },
    async (tx) => {
      const mine = eq(organizations.orgId, scope.orgId)
      const [before] = await tx
        .select({ days: organizations.auditRetentionDays })
        .from(organizations)
        .where(mine)
        .for('update')
      if (before === undefined) throw new Refusal('not_found', 'There is no such organization.')
      await tx.update(organizations).set({ auditRetentionDays: days }).where(mine)
      return {
        result: undefined,
        entry: {
          action: 'audit_retention.updated',
          target: { kind: 'organization', id: scope.orgId, teamId: null },
          before: { auditDays: before.days },
          after: { auditDays: days },
        },
      }
    },
    on,
  )
