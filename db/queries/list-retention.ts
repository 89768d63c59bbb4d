import { type Db, database } from '@/db/client'
import { organizations } from '@/db/schema/people'

/** For how many days an organization keeps what. */
export type Retention = {
  orgId: string
  name: string
  spanDays: number
  logDays: number
  executionDays: number
  eventDays: number
}

/** The retention of every organization; for the worker and the command line, which serve them all. */
export const listRetention = (on: Db = database()): Promise<Retention[]> =>
  on
    .select({
      orgId: organizations.orgId,
      name: organizations.name,
      spanDays: organizations.spanRetentionDays,
      logDays: organizations.logRetentionDays,
      executionDays: organizations.executionRetentionDays,
      eventDays: organizations.eventRetentionDays,
    })
    .from(organizations)
    .orderBy(organizations.createdAt, organizations.orgId)
