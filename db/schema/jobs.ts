import { bigint, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** Who leads a job: one holder until `expires_at`; side effects carry the epoch. `org_id` is the nil UUID: a process serves all. */
export const leases = pgTable(
  'leases',
  {
    orgId: orgId(),
    name: text('name').notNull(),
    holder: text('holder').notNull(),
    epoch: bigint('epoch', { mode: 'number' }).notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
)

/** What each worker job last did, for the health page and the operator. */
export const jobRuns = pgTable(
  'job_runs',
  {
    orgId: orgId(),
    name: text('name').notNull(),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
    error: text('error'),
    result: jsonb('result'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
)
