import type { Client } from 'pg'
import { LineageBook, type LineageRecord } from '@/lib/ingest/openlineage/book'
import { foldOfRecord, type Place, placeOf, type RunFold } from '@/lib/ingest/openlineage/fold'
import { type Gathered, gather, recordId, type ToldEvent } from '@/lib/ingest/openlineage/gather'
import type { DecodedEvent, ExecutionReference } from '@/lib/model/event'
import type { TraceFold } from './fold-facts'
import { inOneGo } from './in-one-go'
import { Entities, KnownEntities } from './lineage-entities'
import { loadChildren, loadRecords, readHeld, upsertRecords } from './lineage-records'
import { writeUses } from './lineage-uses'
import { preparedAs } from './write-plans'

/** A new event of OpenLineage with whose it is. */
export type ToldLineage = Omit<ToldEvent, 'lineage'> & { event: DecodedEvent }

/** What events of OpenLineage say, by run, before anything is known of those runs. */
export type GatheredLineage = { events: readonly ToldEvent[]; byRun: ReadonlyMap<string, Gathered> }

/** What events of OpenLineage come to. */
export type FoldedLineage = {
  /** What runs say now, to be folded into executions and their task runs. */
  folds: TraceFold[]
  keys: { orgId: string; executionId: string; key: string }[]
  references: ({ orgId: string; executionId: string } & ExecutionReference)[]
  /** By event: the execution or task run that it spoke of. */
  became: Map<string, Place[]>
  /** Writes it and locks the executions it tells of. Sends everything before it waits; throws `LostRace` where somebody was faster. */
  write(): Promise<unknown>
  /** To be called when it is committed. */
  remember(): void
}

/** Runs within runs within runs; deeper chains come right with the next event. */
const MOST_ROUNDS = 16

/** Puts together what events say of each run. */
export function gatherLineage(told: readonly ToldLineage[]): GatheredLineage {
  const events = told.flatMap(({ event: { lineage }, ...of }) =>
    lineage === undefined ? [] : [{ ...of, lineage }],
  )
  return { events, byRun: gather(events) }
}

/**
 * Adds events to what their runs have said so far, and reads those runs again: what a run is follows from all of it. To be
 * called within the transaction that stores the events, once for each of them, with what `loadLineage` gave.
 */
export async function foldLineage(
  client: Client,
  { events, byRun }: GatheredLineage,
  stored: readonly LineageRecord[],
  now: string,
  known = new KnownEntities(),
): Promise<FoldedLineage> {
  const book = new LineageBook(byRun)
  book.bring(stored)
  await settle(client, book)
  const changed = book.changed()
  const folds = changed.flatMap((record) => {
    const fold = foldOfRecord(record, book)
    return fold === null ? [] : [{ ...fold, fallback: fallbackOf(record, byRun, events) }]
  })
  const entities = new Entities(events, now, known)
  const changes = changed.map((record) => ({ before: book.stored(record), now: record }))
  return {
    folds,
    keys: folds.flatMap(({ orgId, keys }) => keys.map((key) => ({ orgId, ...key }))),
    references: folds.flatMap(({ orgId, references }) =>
      references.map((reference) => ({ orgId, ...reference })),
    ),
    became: becameOf(byRun, book),
    write: () =>
      inOneGo(
        client,
        () => upsertRecords(client, changed, now),
        () => writeUses(client, changes),
        () => entities.write(client),
        () => lockExecutions(client, folds),
      ),
    remember: () => entities.remember(),
  }
}

/** Reads and locks what is stored of the runs that events speak of. */
export const loadLineage = (client: Client, { byRun }: GatheredLineage): Promise<LineageRecord[]> =>
  loadRecords(client, [...byRun.values()])

/** Until nothing stands otherwise: a run that does takes those that it started along. */
async function settle(client: Client, book: LineageBook): Promise<void> {
  book.settle()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const [parents, held] = [book.childrenWanted(), book.heldWanted()]
    if (parents.length === 0 && held.length === 0) return
    if (parents.length > 0) book.bringChildren(parents, await loadChildren(client, parents))
    if (held.length > 0) {
      for (const answer of await readHeld(client, held, book.changed())) book.bringHeld(answer, answer.isHeld)
    }
    book.settle()
  }
}

function fallbackOf(
  record: LineageRecord,
  gathered: ReadonlyMap<string, Gathered>,
  events: readonly ToldEvent[],
): TraceFold['fallback'] {
  const own = gathered.get(recordId(record))
  if (own !== undefined) return own.fallback
  const { teamId, environment } = events.find(({ sourceId }) => sourceId === record.sourceId) ?? {
    teamId: '',
    environment: '',
  }
  return { teamId, environment }
}

function becameOf(gathered: ReadonlyMap<string, Gathered>, book: LineageBook): Map<string, Place[]> {
  const became = new Map<string, Place[]>()
  for (const [id, { eventIds }] of gathered) {
    const record = book.now(id)
    const place = record === null ? null : placeOf(record)
    for (const eventId of eventIds) became.set(eventId, place === null ? [] : [place])
  }
  return became
}

// Task runs are folded under the lock of their execution, which a task run's own event does not write.
const LOCK = `
  select 1 from unnest($1::uuid[], $2::uuid[]) as w(org_id, id)
    join executions e on e.org_id = w.org_id and e.id = w.id
  order by e.org_id, e.id for no key update of e`

async function lockExecutions(client: Client, folds: readonly (TraceFold & RunFold)[]): Promise<void> {
  const ids = new Map<string, { orgId: string; id: string }>()
  for (const { orgId, taskRuns, previousExecutionIds, storedExecutionIds } of folds) {
    const own = taskRuns.map(({ executionId }) => executionId)
    for (const id of [...own, ...previousExecutionIds, ...storedExecutionIds])
      ids.set(`${orgId}/${id}`, { orgId, id })
  }
  if (ids.size === 0) return
  const all = [...ids.values()]
  const values = [all.map(({ orgId }) => orgId), all.map(({ id }) => id)]
  await client.query({ ...preparedAs(client, 'lock-executions'), text: LOCK, values })
}
