import { and, gt, isNull, sql } from 'drizzle-orm'
import { invites } from '@/db/schema/access'
import { memberships, users } from '@/db/schema/people'

/** An invitation that can be accepted: in time, not used, not revoked, and its maker may still invite into the team. */
export const isOpenInvite = (now: Date) =>
  and(
    isNull(invites.usedAt),
    isNull(invites.revokedAt),
    gt(invites.expiresAt, now),
    sql`exists (select 1 from ${users} where ${users.orgId} = ${invites.orgId} and ${users.id} = ${invites.createdBy}
      and ${users.disabledAt} is null and (${users.isOwner} or exists (select 1 from ${memberships}
        where ${memberships.orgId} = ${invites.orgId} and ${memberships.userId} = ${users.id}
          and ${memberships.teamId} = ${invites.teamId} and ${memberships.role} = 'admin')))`,
  )
