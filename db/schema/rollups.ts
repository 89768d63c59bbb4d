import {
  bigint,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { STATES } from '@/lib/model/state'
import { orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/**
 * What the executions of a flow came to on a day (UTC, by when they occurred), for whatever looks further back than a few
 * days. Computed anew from the executions by the worker whenever one of that day has changed, never counted up.
 */
export const flowDays = pgTable(
  'flow_days',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    teamId: uuid('team_id').notNull(),
    executions: integer('executions').notNull(),
    succeeded: integer('succeeded').notNull(),
    warned: integer('warned').notNull(),
    broken: integer('broken').notNull(),
    cancelled: integer('cancelled').notNull(),
    skipped: integer('skipped').notNull(),
    /** Not ended when this was computed. */
    active: integer('active').notNull(),
    /** How many executions took how long: entry i counts those of bucket i + 1 of `lib/charts/duration-buckets`. */
    durations: integer('durations').array().notNull(),
    durationSumMs: bigint('duration_sum_ms', { mode: 'number' }).notNull(),
    lastBrokenAt: at('last_broken_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.flowId, t.day] }),
    index('flow_days_by_day').on(t.orgId, t.day, t.teamId),
  ],
)

/**
 * How many executions began in a stretch of time, by all that lists offer to choose from with few values: for the bars and the
 * counts above a list, which would otherwise read every execution of its window. Stretches of several lengths, each made of the
 * next shorter ones, so that a long window is put together from few rows. Computed anew like `flow_days`.
 */
export const executionCounts = pgTable(
  'execution_counts',
  {
    orgId: orgId(),
    /** Minutes: one of `lib/charts/counted-parts`. */
    width: smallint('width').notNull(),
    /** A multiple of the width since 1970. */
    start: at('start').notNull(),
    /** Hash of what follows but the count: words may be longer than an index takes. */
    cell: uuid('cell').notNull(),
    teamId: uuid('team_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    environment: text('environment').notNull(),
    /** Null where nobody said. */
    trigger: text('trigger'),
    state: text('state', { enum: STATES }).notNull(),
    executions: integer('executions').notNull(),
  },
  (t) => [primaryKey({ name: 'execution_counts_pk', columns: [t.orgId, t.width, t.start, t.cell] })],
)

/**
 * How long executions of a flow usually take, read from the counts of `flow_days`: for whatever compares many executions, or
 * many flows, with what is usual. Worked out anew by the worker, seconds behind `flow_days`.
 */
export const flowUsual = pgTable(
  'flow_usual',
  {
    orgId: orgId(),
    flowId: uuid('flow_id').notNull(),
    /** Of the last fortnight: the median, the 95th percentile, and how many were counted. */
    p50Ms: bigint('p50_ms', { mode: 'number' }),
    p95Ms: bigint('p95_ms', { mode: 'number' }),
    counted: integer('counted').notNull(),
    /** From when on an execution has taken longer than usual; null where too little is known to say. */
    longerFromMs: bigint('longer_from_ms', { mode: 'number' }),
    p95Of7DaysMs: bigint('p95_of_7_days_ms', { mode: 'number' }),
    p95Of30DaysMs: bigint('p95_of_30_days_ms', { mode: 'number' }),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.flowId] })],
)
