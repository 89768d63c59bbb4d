import type { Client } from 'pg'
import { foldExecutions } from './fold-executions'
import type { TraceFold } from './fold-facts'
import { FlowStore } from './fold-flows'
import { OwnerBook } from './fold-owners'
import { SourceBook } from './fold-sources'
import { foldTaskRuns } from './fold-task-runs'
import { foldOf, type Reading, readFromBatch, readFromTables, type Unrecognised } from './fold-traces'
import { endsConnection } from './write-errors'
import type { OpenBatch } from './write-open-batch'
import { ResourceStore } from './write-resources'
import { beginAndCopyRows, type Duplicates, stageRows } from './write-rows'
import { type ClaimedTrace, claimTraces, setExecutionsOf, type TraceRow, traceRowOf } from './write-traces'

/** What one committed batch changed, for whoever watches. */
export type Written = {
  executions: { orgId: string; id: string }[]
  sources: { orgId: string; sourceId: string }[]
  duplicates: number
  unrecognised: Unrecognised[]
}

/** `copy` expects rows that are not there yet; `stage` copes with those that are. */
export type WriteMode = 'copy' | 'stage'

const NO_DUPLICATES: Duplicates = { spans: new Map(), logs: new Map() }

/** What a process remembers between batches: the rows that need not be sent again. */
export class BatchWriter {
  readonly #resources = new ResourceStore()
  readonly #flows = new FlowStore()
  readonly #owners = new OwnerBook()

  /** Writes a batch in one transaction, so that spans, what they mean and what was counted are never apart. */
  async write(client: Client, batch: OpenBatch, mode: WriteMode, now: Date): Promise<Written> {
    const sources = new SourceBook()
    for (const { source } of batch.pending) sources.learn(source)
    const reading = await readFromBatch(batch.telemetry, sources)
    await this.#owners.refresh(client)
    try {
      const written = await this.#writeAll(client, batch, mode, now, reading)
      for (const remember of written.remember) remember()
      return written
    } catch (error) {
      if (!endsConnection(error)) await rollBack(client)
      throw error
    }
  }

  async #writeAll(
    client: Client,
    batch: OpenBatch,
    mode: WriteMode,
    now: Date,
    reading: Reading,
  ): Promise<Written & { remember: (() => void)[] }> {
    const at = now.toISOString()
    const { telemetry } = batch
    const rows = traceRowsOf(batch, reading, this.#owners)
    // Most of the time goes into copying, and batches that follow each other nearly always share a trace: copied under its
    // lock, they would take turns for all of it. Whoever claims the trace later reads what both have copied.
    if (mode === 'copy') await beginAndCopyRows(client, telemetry)
    else await client.query('begin')
    const claimed = await claimTraces(client, [...rows.values()], at)
    const resourcesKnown = await this.#resources.write(client, telemetry, at)
    const duplicates = mode === 'stage' ? await stageRows(client, telemetry) : NO_DUPLICATES
    const folds = await foldTraces(client, batch, mode, { rows, claimed }, reading, this.#owners)
    const executions = await foldExecutions(
      client,
      folds,
      { sources: reading.sources, owners: this.#owners },
      at,
    )
    await foldTaskRuns(client, folds, executions)
    const flowsKnown = await this.#flows.write(client, folds, reading.sources, this.#owners, at)
    const counts = batch.countsOf(duplicates, now)
    for (const { trace } of reading.failures) {
      const sourceId = telemetry.traces.get(`${trace.orgId}/${trace.traceId}`)?.sourceId
      if (sourceId !== undefined)
        counts.add({ orgId: trace.orgId, sourceId, signal: 'spans' }, 'unrecognised', '', 1)
    }
    await counts.writeAndCommit(client)
    return {
      executions,
      sources: batch.pending.map(({ source }) => source),
      duplicates: sum(duplicates.spans) + sum(duplicates.logs),
      unrecognised: reading.failures,
      remember: [resourcesKnown, flowsKnown],
    }
  }
}

/** Rows of the batch's traces. Log records alone make a trace only where they matter to an execution. */
function traceRowsOf(batch: OpenBatch, reading: Reading, owners: OwnerBook): Map<string, TraceRow> {
  const rows = new Map<string, TraceRow>()
  for (const [key, trace] of batch.telemetry.traces) {
    if (trace.spans === 0 && !trace.isMarked) continue
    const teamIds = owners.teamsOf(trace.orgId, reading.byTrace.get(key)?.executions ?? [])
    rows.set(key, traceRowOf(trace, reading.executionIds(key) ?? [], teamIds))
  }
  return rows
}

/**
 * What is to be folded of each trace. A new trace is what the batch says. One that was there is read again as a whole,
 * and so is every trace when rows were staged: the batch may hold versions of spans that did not win.
 */
async function foldTraces(
  client: Client,
  batch: OpenBatch,
  mode: WriteMode,
  { rows, claimed }: { rows: ReadonlyMap<string, TraceRow>; claimed: ReadonlyMap<string, ClaimedTrace> },
  reading: Reading,
  owners: OwnerBook,
): Promise<TraceFold[]> {
  const known = new Map<string, ClaimedTrace>([...rows, ...claimed])
  // Errors alone make no execution: a trace of which neither the stored nor the new part names one says nothing yet.
  const namesExecution = (key: string, row: ClaimedTrace): boolean =>
    row.executionIds.length > 0 || (reading.executionIds(key) ?? []).length > 0
  const again = [...known].filter(
    ([key, row]) => row.isMarked && (mode === 'stage' || (claimed.has(key) && namesExecution(key, row))),
  )
  await readFromTables(
    client,
    again.map(([, row]) => row),
    reading,
  )
  const changed = [...known].flatMap(([key, row]) => {
    const executionIds = reading.executionIds(key) ?? row.executionIds
    if (executionIds.join() === row.executionIds.join()) return []
    const teamIds = owners.teamsOf(row.orgId, reading.byTrace.get(key)?.executions ?? [])
    return [{ ...row, executionIds, teamIds }]
  })
  await setExecutionsOf(client, changed)
  const folds: TraceFold[] = []
  for (const [key, row] of known) {
    const recognised = reading.byTrace.get(key)
    const source = batch.telemetry.traces.get(key)
    if (recognised === undefined || source === undefined) continue
    const environment = reading.sources.of(row.orgId, source.sourceId)?.environment ?? ''
    const fallback = { teamId: source.teamId, environment }
    folds.push(foldOf(row, recognised, claimed.get(key)?.executionIds ?? [], fallback))
  }
  return folds
}

/** The first error is the one to report; a connection that cannot even roll back is closed by its owner. */
async function rollBack(client: Client): Promise<void> {
  await client.query('rollback').catch(() => undefined)
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0)
