import type { Client } from 'pg'
import { factsOfTellings } from '@/lib/executions/tell'
import type { EventRequest } from '@/lib/ingest/events/event-sink'
import type { ReadEvent, ReadRequest } from '@/lib/ingest/events/read-request'
import { type Became, isoOfNano, onePerExecution, saidOf, verdictOf } from './event-became'
import type { TraceFold } from './fold-facts'
import { FlowStore } from './fold-flows'
import { foldInOneGo } from './fold-in-one-go'
import { type FoldedLineage, foldLineage, gatherLineage, loadLineage, type ToldLineage } from './fold-lineage'
import { OwnerBook } from './fold-owners'
import { SourceBook } from './fold-sources'
import { inOneGo } from './in-one-go'
import { KnownEntities } from './lineage-entities'
import { BatchCounts } from './source-counts'
import type { Written } from './write-batch'
import { changeRows } from './write-change-tellings'
import { endsConnection } from './write-errors'
import { countRepeats, type EventRows, eventKey, knownEvents, writeEventRows } from './write-event-rows'
import { refreshPlans } from './write-plans'

/** A request in a batch. */
export type PendingEvents = { request: EventRequest; read: ReadRequest }

/** What one committed batch of events changed, and how many events of each request were new. */
export type WrittenEvents = Pick<Written, 'executions' | 'sources'> & { stored: number[] }

type Fresh = { of: PendingEvents; event: ReadEvent; receivedAt: string }

/** What a process remembers between batches of events. */
export class EventBatchWriter {
  readonly #flows = new FlowStore()
  readonly #owners = new OwnerBook()
  readonly #entities = new KnownEntities()

  /** Writes events, what they say and what was counted in one transaction. */
  async write(client: Client, batch: readonly PendingEvents[], now: Date): Promise<WrittenEvents> {
    await this.#owners.refresh(client)
    try {
      const { written, remember } = await this.#writeAll(client, batch, now)
      remember()
      return written
    } catch (error) {
      // The first error is the one to report; a connection that cannot even roll back is closed by its owner.
      if (!endsConnection(error)) await client.query('rollback').catch(() => undefined)
      throw error
    }
  }

  async #writeAll(client: Client, batch: readonly PendingEvents[], now: Date) {
    const at = now.toISOString()
    const sources = new SourceBook()
    for (const { request } of batch) sources.learn(request.source)
    const { fresh, repeats, stored, lineage } = await this.#begin(client, batch, at)
    const rows = new RowsOfBatch(fresh)
    const folds = [...tellingFolds(fresh, rows), ...lineageFolds(lineage, fresh, rows)]
    const books = { sources, owners: this.#owners }
    let rememberFlows = () => {}
    const executions = await foldInOneGo(client, folds, books, at, {
      before: lineage.write,
      beside: () =>
        inOneGo(
          client,
          async () => {
            rememberFlows = await this.#flows.write(client, folds, sources, this.#owners, at)
          },
          () => writeEventRows(client, rows.all()),
          () => countRepeats(client, repeats),
        ),
    })
    await countsOf(batch, stored, now).writeAndCommit(client)
    return {
      written: { executions, sources: batch.map(({ request }) => request.source), stored },
      remember: () => {
        rememberFlows()
        lineage.remember()
      },
    }
  }

  /** Opens the transaction, finds out what is new, and how the runs stand that it speaks of. */
  async #begin(client: Client, batch: readonly PendingEvents[], at: string) {
    const all = batch.flatMap((of) => of.read.events.map((event) => ({ of, event, receivedAt: '' })))
    const ids = all.map(({ of, event }) => ({ orgId: of.request.source.orgId, id: event.id }))
    const gathered = gatherLineage(toldLineage(all))
    const [, , known, records] = await inOneGo(
      client,
      () => refreshPlans(client),
      () => client.query('begin'),
      () => knownEvents(client, ids),
      () => loadLineage(client, gathered),
    )
    const sorted = sortOut(batch, known)
    // Of what was told before, records may be read and locked in vain.
    const isAllNew = sorted.fresh.length === all.length
    const fresh = isAllNew ? gathered : gatherLineage(toldLineage(sorted.fresh))
    return { ...sorted, lineage: await foldLineage(client, fresh, records, at, this.#entities) }
  }
}

/** Which events of the batch are new, and how often the others came again; in each request, how many are new. */
function sortOut(batch: readonly PendingEvents[], known: Set<string>) {
  const fresh: Fresh[] = []
  const repeats = new Map<string, { orgId: string; id: string; times: number }>()
  const stored = batch.map((of) => {
    const { orgId } = of.request.source
    const receivedAt = new Date(of.read.receivedAtMs).toISOString()
    let count = 0
    for (const event of of.read.events) {
      const key = eventKey({ orgId, id: event.id })
      if (known.has(key)) {
        const times = (repeats.get(key)?.times ?? 0) + 1
        repeats.set(key, { orgId, id: event.id, times })
        continue
      }
      known.add(key)
      count++
      fresh.push({ of, event, receivedAt })
    }
    return count
  })
  return { fresh, repeats, stored }
}

/** What the events of tools say, put together by source and tool. */
function tellingFolds(fresh: readonly Fresh[], rows: RowsOfBatch): TraceFold[] {
  const byOrigin = new Map<string, Fresh[]>()
  for (const each of fresh) {
    if (each.event.event.tellings.length === 0) continue
    const { source, dialect } = each.of.request
    const key = `${source.orgId}/${source.sourceId}/${dialect}`
    const same = byOrigin.get(key)
    if (same === undefined) byOrigin.set(key, [each])
    else same.push(each)
  }
  return [...byOrigin.values()].flatMap((all) => {
    const first = all[0]
    if (first === undefined) return []
    const { source, dialect } = first.of.request
    const teller = { orgId: source.orgId, sourceId: source.sourceId, dialect }
    for (const { event } of all) {
      const said = factsOfTellings(teller, event.event.tellings)
      rows.became(source.orgId, event.id, saidOf(said))
    }
    const { executions, taskRuns, keys, references } = factsOfTellings(
      teller,
      all.flatMap(({ event }) => event.event.tellings),
    )
    rows.name(
      keys.map((key) => ({ ...key, orgId: source.orgId })),
      references.map((reference) => ({ ...reference, orgId: source.orgId })),
    )
    const fold: TraceFold = {
      orgId: source.orgId,
      origin: dialect,
      adds: true,
      executions,
      taskRuns,
      previousExecutionIds: executions.map(({ executionId }) => executionId),
      startedAt: String(BigInt(Date.parse(first.receivedAt)) * 1_000_000n),
      fallback: { teamId: source.teamId, environment: source.environment },
    }
    return [fold]
  })
}

const toldLineage = (fresh: readonly Fresh[]): ToldLineage[] =>
  fresh
    .filter(({ of, event }) => of.request.protocol === 'openlineage' && event.event.isFailed !== true)
    .map(({ of: { request }, event }) => {
      const { orgId, sourceId, teamId, environment } = request.source
      return { orgId, sourceId, teamId, environment, eventId: event.id, event: event.event }
    })

/** What events of OpenLineage say: that follows from all that their runs have said so far. */
function lineageFolds(
  { folds, keys, references, became }: FoldedLineage,
  fresh: readonly Fresh[],
  rows: RowsOfBatch,
): TraceFold[] {
  rows.name(keys, references)
  for (const { of, event } of fresh) {
    const places = became.get(event.id)
    if (places !== undefined) rows.became(of.request.source.orgId, event.id, places)
  }
  return folds
}

/** The rows that go beside the executions. */
class RowsOfBatch {
  readonly #fresh: readonly Fresh[]
  readonly #became = new Map<string, Became[]>()
  readonly #keys = new Map<string, EventRows['keys'][number]>()
  readonly #references = new Map<string, EventRows['references'][number]>()

  constructor(fresh: readonly Fresh[]) {
    this.#fresh = fresh
  }

  became(orgId: string, eventId: string, what: readonly Became[]): void {
    this.#became.set(eventKey({ orgId, id: eventId }), onePerExecution(what))
  }

  name(keys: readonly EventRows['keys'][number][], references: readonly EventRows['references'][number][]) {
    for (const key of keys) this.#keys.set(`${key.orgId} ${key.executionId} ${key.key}`, key)
    for (const reference of references) {
      const { orgId, executionId, kind, key } = reference
      const id = `${orgId} ${executionId} ${kind} ${key}`
      const before = this.#references.get(id)
      if (before === undefined) {
        this.#references.set(id, reference)
        continue
      }
      // As the table does it: the surest confidence comes first by the alphabet.
      const confidence = before.confidence < reference.confidence ? before.confidence : reference.confidence
      const evidence = before.evidence < reference.evidence ? before.evidence : reference.evidence
      this.#references.set(id, { ...reference, confidence, evidence })
    }
  }

  all(): EventRows {
    return {
      events: this.#fresh.map((each) => this.#eventRow(each)),
      bodies: this.#fresh.map(({ of: { request }, event, receivedAt }) => ({
        orgId: request.source.orgId,
        eventId: event.id,
        receivedAt,
        headers: request.headers,
        body: event.body,
      })),
      executions: this.#fresh.flatMap((each) => {
        const { orgId } = each.of.request.source
        const { receivedAt } = each
        return this.#becameOf(each).map((became) => ({
          orgId,
          eventId: each.event.id,
          receivedAt,
          ...became,
        }))
      }),
      keys: [...this.#keys.values()],
      references: [...this.#references.values()],
      changes: this.#fresh.flatMap(({ of: { request }, event, receivedAt }) =>
        changeRows(request.source, event, receivedAt),
      ),
    }
  }

  #becameOf({ of, event }: Fresh): Became[] {
    return this.#became.get(eventKey({ orgId: of.request.source.orgId, id: event.id })) ?? []
  }

  #eventRow(each: Fresh): EventRows['events'][number] {
    const { of, event, receivedAt } = each
    const { request, read } = of
    const { key, type, subject, at, because, notes } = event.event
    const hasTold = this.#becameOf(each).length > 0
    return {
      orgId: request.source.orgId,
      id: event.id,
      sourceId: request.source.sourceId,
      protocol: request.protocol,
      type,
      subject,
      key,
      occurredAt: isoOfNano(at),
      receivedAt,
      verdict: verdictOf(event.event, hasTold),
      because,
      notes,
      parser: request.parser,
      requestHash: read.requestHash,
      bytes: Buffer.byteLength(event.body),
      repeats: 0,
    }
  }
}

function countsOf(batch: readonly PendingEvents[], stored: readonly number[], now: Date): BatchCounts {
  const counts = new BatchCounts(now)
  for (const [index, { request, read }] of batch.entries()) {
    const { orgId, sourceId } = request.source
    const of = { orgId, sourceId, signal: 'events' as const }
    const fresh = stored[index] ?? 0
    counts.add(of, 'stored', '', fresh)
    counts.add(of, 'duplicate', '', read.events.length - fresh)
    for (const rejected of read.rejected) {
      counts.add(of, 'rejected', rejected.reason, 1)
      counts.reject(of, rejected)
    }
    for (const [kind, count] of Object.entries(read.redacted)) counts.add(of, 'redacted', kind, count)
    const failed = read.events.filter(({ event }) => event.isFailed === true).length
    counts.add(of, 'unrecognised', '', failed)
  }
  return counts
}
