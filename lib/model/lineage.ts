import type { Confidence, ToldIdentity, ToldTask } from './event'
import type { UnixNano } from './fact'

/** Facets by name, exactly as they were said. */
export type Facets = Readonly<Record<string, unknown>>

/** A job or dataset by its names in OpenLineage. */
export type LineageName = { namespace: string; name: string }

/** A dataset as one event mentions it: facets of the dataset, and those of this run's reading or writing of it. */
export type LineageUse = LineageName & { facets: Facets; useFacets: Facets }

/** What an OpenLineage event is about. */
export const LINEAGE_KINDS = ['run', 'job', 'dataset'] as const
export type LineageKind = (typeof LINEAGE_KINDS)[number]

/** One valid OpenLineage event: null is absent, times are read, secrets are out. */
export type LineageEvent = {
  kind: LineageKind
  at: UnixNano
  /** START, RUNNING, COMPLETE, FAIL, ABORT or OTHER; null where none was said. */
  eventType: string | null
  producer: string | null
  run: { id: string; facets: Facets } | null
  /** Null for a dataset event. */
  job: (LineageName & { facets: Facets }) | null
  /** Null but for a dataset event. */
  dataset: (LineageName & { facets: Facets }) | null
  inputs: LineageUse[]
  outputs: LineageUse[]
}

/** A facet and when it was said. */
export type SaidFacet = { at: UnixNano; value: unknown }
export type SaidFacets = Record<string, SaidFacet>

/** What was said of a run's use of one dataset. */
export type SaidUse = LineageName & {
  at: UnixNano
  /** Input or output facets. */
  use: SaidFacets
  /** Of the dataset's own facets those that edges are read from. */
  dataset: SaidFacets
}

/** Explicit lineage: its entries by their canonical text. `isStated` also where there are none: "no upstream". */
export type SaidLineage = { at: UnixNano; isStated: boolean; entries: Record<string, unknown> }

/** What a task run told of the run that it is part of. */
export type Heard = { tool: string; nativeId: string | null; attempt: number | null }

/**
 * All that events said of one run (or of one job or dataset outside of any run), put together so that neither order nor
 * repetition matters.
 */
export type LineageAccount = {
  kind: LineageKind
  /** First and last time of each type of event; the empty type for none. */
  types: Record<string, [UnixNano, UnixNano]>
  producer: { at: UnixNano; value: string } | null
  run: SaidFacets
  /** Of the job's facets those that say what the run is. */
  job: SaidFacets
  inputs: Record<string, SaidUse>
  outputs: Record<string, SaidUse>
  explicit: SaidLineage | null
  /** Last event that was a complete snapshot: what was last said before it no longer counts. */
  snapshotAt: UnixNano | null
  heard: Heard | null
  /** When it was first spoken of by a run that it started. */
  mentionedAt: UnixNano | null
}

/** What a run turned out to be: an execution, or a task run of one. */
export type Standing = {
  /** Key of the run that is the execution; its own where it is one. */
  executionKey: string
  of: ToldIdentity
  task: ToldTask | null
  /** Names of the task runs around it and its own; empty for an execution. */
  path: string[]
  /** Tool by its own account; null where that does not say. */
  tool: string | null
  /** False for a run of which only others have spoken. */
  isSeen: boolean
}

/** How an edge came to be known: stated outright, by the columns, or because one was read and the other written. */
export const EDGE_KINDS = ['explicit', 'columns', 'inferred'] as const
export type EdgeKind = (typeof EDGE_KINDS)[number]

export type EdgeEnd = LineageName & { type: 'dataset' | 'job' }

/** What was done to a column on its way. */
export type Transformation = { type: string; subtype: string; description: string; masking: boolean }

/** One column from another; `to` is null where it bears upon the dataset as a whole, `from` where all of it does. */
export type ColumnEdge = { to: string | null; from: string | null; transformations: Transformation[] }

/** Data that went from one dataset (or job) to another. */
export type LineageEdge = {
  from: EdgeEnd
  to: EdgeEnd
  kind: EdgeKind
  confidence: Confidence
  evidence: string
  columns: ColumnEdge[]
}
