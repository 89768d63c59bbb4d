import { sql } from 'drizzle-orm'
import { bigint, boolean, date, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { CONFIDENCES } from '@/lib/model/event'
import {
  type ColumnEdge,
  EDGE_KINDS,
  LINEAGE_KINDS,
  type LineageAccount,
  type SaidFacets,
  type Standing,
} from '@/lib/model/lineage'
import { bytea, orgId } from './columns'

const nano = (name: string) => bigint(name, { mode: 'bigint' })

/**
 * What OpenLineage's events say of one run, put together; or of one job or dataset outside of any run. What the run is
 * follows from it (`lib/ingest/openlineage`). Deleted when it was last heard of before what the organization keeps.
 */
export const lineageRecords = pgTable(
  'lineage_records',
  {
    orgId: orgId(),
    /** UUIDv5 of organization, source, kind, run id, namespace and name. */
    key: uuid('key').notNull(),
    sourceId: uuid('source_id').notNull(),
    kind: text('kind', { enum: LINEAGE_KINDS }).notNull(),
    /** Empty outside of any run. */
    runId: text('run_id').notNull(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    /** The flow's id, which is the job's; null for a dataset. */
    jobId: uuid('job_id'),
    /** The run that started it, of which a row is there as well, be it empty. */
    parentKey: uuid('parent_key'),
    /** What it turned out to be; null for what is no run. */
    standing: jsonb('standing').$type<Standing>(),
    executionId: uuid('execution_id'),
    taskRunId: uuid('task_run_id'),
    /** A run that nobody has seen is an execution only while task runs are held by it. */
    isHeld: boolean('is_held').notNull(),
    account: jsonb('account').$type<LineageAccount>().notNull(),
    /** Rises with each write; a writer that read an older one reads again. */
    revision: bigint('revision', { mode: 'number' }).notNull(),
    /** The last day on which anything came about it: to the day, so that most writes touch no index. */
    seenOn: date('seen_on').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.key] }),
    index('lineage_records_by_parent').on(t.orgId, t.parentKey).where(sql`${t.parentKey} is not null`),
    index('lineage_records_by_execution').on(t.orgId, t.executionId).where(sql`${t.executionId} is not null`),
    index('lineage_records_by_day').on(t.orgId, t.seenOn),
  ],
)

/** Jobs that events have named. Their id is that of the flow. */
export const lineageJobs = pgTable(
  'lineage_jobs',
  {
    orgId: orgId(),
    id: uuid('id').notNull(),
    sourceId: uuid('source_id').notNull(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    /** The last day on which anything came about it. */
    seenOn: date('seen_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index('lineage_jobs_by_day').on(t.orgId, t.seenOn)],
)

/** Datasets by their names in OpenLineage: one for the organization, whichever source speaks of it. */
export const lineageDatasets = pgTable(
  'lineage_datasets',
  {
    orgId: orgId(),
    /** UUIDv5 of organization, namespace and name. */
    id: uuid('id').notNull(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    /** The last day on which anything came about it. */
    seenOn: date('seen_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index('lineage_datasets_by_day').on(t.orgId, t.seenOn)],
)

/** Facets of datasets and jobs, exactly as they were last said. One that was taken back says so itself (`_deleted`). */
export const lineageFacets = pgTable(
  'lineage_facets',
  {
    orgId: orgId(),
    /** Dataset or job. */
    ownerId: uuid('owner_id').notNull(),
    name: text('name').notNull(),
    saidAtUnixNano: nano('said_at_unix_nano').notNull(),
    /** SHA-256 of the canonical JSON: of two that were said at once the greater counts. */
    hash: bytea('hash').notNull(),
    value: jsonb('value').$type<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.ownerId, t.name] })],
)

/** Other names of a dataset, as its facet `symlinks` tells them. */
export const lineageAliases = pgTable(
  'lineage_aliases',
  {
    orgId: orgId(),
    datasetId: uuid('dataset_id').notNull(),
    aliasId: uuid('alias_id').notNull(),
    /** In the words of the facet: TABLE, VIEW, LOCATION. */
    type: text('type').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.datasetId, t.aliasId] }),
    index('lineage_aliases_by_alias').on(t.orgId, t.aliasId),
  ],
)

/** Which datasets a run read and wrote, with the facets of that reading or writing. */
export const lineageUses = pgTable(
  'lineage_uses',
  {
    orgId: orgId(),
    recordKey: uuid('record_key').notNull(),
    datasetId: uuid('dataset_id').notNull(),
    direction: text('direction', { enum: ['input', 'output'] }).notNull(),
    saidAtUnixNano: nano('said_at_unix_nano').notNull(),
    facets: jsonb('facets').$type<SaidFacets>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.recordKey, t.datasetId, t.direction] }),
    index('lineage_uses_by_dataset').on(t.orgId, t.datasetId, t.saidAtUnixNano),
  ],
)

/** Data that went from one dataset (or job) to another in a run, how that is known, and column by column where it was told. */
export const lineageEdges = pgTable(
  'lineage_edges',
  {
    orgId: orgId(),
    /** The run that is its evidence. */
    recordKey: uuid('record_key').notNull(),
    fromId: uuid('from_id').notNull(),
    toId: uuid('to_id').notNull(),
    fromType: text('from_type', { enum: ['dataset', 'job'] }).notNull(),
    toType: text('to_type', { enum: ['dataset', 'job'] }).notNull(),
    jobId: uuid('job_id'),
    kind: text('kind', { enum: EDGE_KINDS }).notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    /** Where it was read, in words. */
    evidence: text('evidence').notNull(),
    columns: jsonb('columns').$type<ColumnEdge[]>().notNull(),
    saidAtUnixNano: nano('said_at_unix_nano').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.recordKey, t.fromId, t.toId] }),
    index('lineage_edges_by_from').on(t.orgId, t.fromId, t.saidAtUnixNano),
    index('lineage_edges_by_to').on(t.orgId, t.toId, t.saidAtUnixNano),
  ],
)
