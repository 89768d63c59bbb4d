import { eq } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import type { RetentionDays } from '@/db/queries/get-retention'
import { organizations } from '@/db/schema/people'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { audited } from './audited'

/** Changes how long the organization keeps what. What is older goes with the worker's next sweep, for good. */
export const updateRetention = (scope: Scope, days: RetentionDays, on: Db = database()): Promise<void> =>
  audited(
    scope,
    { permission: 'retention.write', teamId: null },
    async (tx) => {
      const mine = eq(organizations.orgId, scope.orgId)
      const [before] = await tx
        .select({
          spanDays: organizations.spanRetentionDays,
          logDays: organizations.logRetentionDays,
          executionDays: organizations.executionRetentionDays,
          eventDays: organizations.eventRetentionDays,
        })
        .from(organizations)
        .where(mine)
        .for('update')
      if (before === undefined) throw new Refusal('not_found', 'There is no such organization.')
      await tx
        .update(organizations)
        .set({
          spanRetentionDays: days.spanDays,
          logRetentionDays: days.logDays,
          executionRetentionDays: days.executionDays,
          eventRetentionDays: days.eventDays,
        })
        .where(mine)
      return {
        result: undefined,
        entry: {
          action: 'retention.updated',
          target: { kind: 'organization', id: scope.orgId, teamId: null },
          before,
          after: days,
        },
      }
    },
    on,
  )
