import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Client } from 'pg'
import { recogniseTrace } from '@/lib/executions/recognise'
import type { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import type { ExecutionFact, TaskFact } from '@/lib/model/fact'
import type { TraceSkeleton } from '@/lib/model/skeleton'
import type { TraceFold } from './fold-facts'
import { readSkeletons } from './fold-skeletons'
import type { SourceBook } from './fold-sources'
import { type ClaimedTrace, traceKey } from './write-traces'

export type Recognised = { executions: ExecutionFact[]; taskRuns: TaskFact[] }

/** A trace that could not be read as executions although its spans are sound: a bug, told and counted, never in the way. */
export type Unrecognised = { trace: { orgId: string; traceId: string }; error: unknown }

/** What traces were read as, by key, and those that could not be read. */
export class Reading {
  readonly byTrace = new Map<string, Recognised>()
  readonly failures: Unrecognised[] = []

  constructor(readonly sources: SourceBook) {}

  /** Reads a trace as a whole. */
  read(skeleton: TraceSkeleton): void {
    const { orgId } = skeleton
    try {
      const recognised = recogniseTrace(
        skeleton,
        (sourceId) => this.sources.of(orgId, sourceId)?.recognition ?? 'automatic',
      )
      this.byTrace.set(traceKey(skeleton), recognised)
    } catch (error) {
      // The spans are stored all the same, and what an earlier reading said stands.
      this.failures.push({ trace: { orgId, traceId: skeleton.traceId }, error })
      this.byTrace.delete(traceKey(skeleton))
    }
  }

  /** Executions that a trace speaks of, in one order; null when it was not read. */
  executionIds(key: string): string[] | null {
    const read = this.byTrace.get(key)
    if (read === undefined) return null
    return [...new Set(read.executions.map((fact) => fact.executionId))].sort()
  }
}

/** How long traces are read before other work gets its turn. */
const TURN_MS = 1.5

/** Reads the marked traces of a batch from the batch alone: all there is to know about those that turn out to be new. */
export async function readFromBatch(batch: TelemetryBatch, sources: SourceBook): Promise<Reading> {
  const reading = new Reading(sources)
  let until = performance.now() + TURN_MS
  for (const [key, trace] of batch.traces) {
    if (!trace.isMarked) continue
    reading.read(batch.skeletonOf(key))
    if (performance.now() < until) continue
    await nextTurn()
    until = performance.now() + TURN_MS
  }
  return reading
}

/** Reads traces again from what is stored of them, this batch included. */
export async function readFromTables(
  client: Client,
  rows: readonly ClaimedTrace[],
  reading: Reading,
): Promise<void> {
  const skeletons = [...(await readSkeletons(client, rows)).values()]
  await reading.sources.lookUp(client, sourcesIn(skeletons))
  for (const skeleton of skeletons) reading.read(skeleton)
}

/** What is to be folded of one trace. */
export function foldOf(
  row: Pick<ClaimedTrace, 'orgId' | 'traceId' | 'startedAtMicros'>,
  recognised: Recognised,
  previousExecutionIds: string[],
  fallback: TraceFold['fallback'],
): TraceFold {
  return {
    orgId: row.orgId,
    origin: `trace:${row.traceId}`,
    ...recognised,
    previousExecutionIds,
    startedAt: String(row.startedAtMicros * 1000n),
    fallback,
  }
}

function sourcesIn(skeletons: readonly TraceSkeleton[]): { orgId: string; sourceId: string }[] {
  const found = new Map<string, { orgId: string; sourceId: string }>()
  for (const { orgId, spans } of skeletons) {
    for (const { mark } of spans) {
      if (mark !== null) found.set(`${orgId}/${mark.sourceId}`, { orgId, sourceId: mark.sourceId })
    }
  }
  return [...found.values()]
}
