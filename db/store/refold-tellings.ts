import type { Client } from 'pg'
import { factsOfTellings, type ToldFacts } from '@/lib/executions/tell'
import type { IngestSource } from '@/lib/model/ingest-source'
import { type Became, onePerExecution, saidOf } from './event-became'
import type { TraceFold } from './fold-facts'
import { type FindReader, type Reread, rereadEvents } from './reread-events'

/** What events of one tool say when they are read again, ready to be folded. */
export type Refolded = {
  folds: TraceFold[]
  keys: { orgId: string; executionId: string; key: string }[]
  references: ({ orgId: string } & ToldFacts['references'][number])[]
  /** By event: what it speaks of now. */
  became: Map<string, Became[]>
  /** Executions that are put together anew from all that was ever said of them. */
  whole: Set<string>
  /** Of those, the ones that nobody else names: their names and references are replaced as well. */
  alone: Set<string>
}

/** More than that is not held at once: executions beyond are added to, and not put together anew. */
const MOST_EVENTS = 20_000

const LOCK = `
  select e.id, e.received_at as "receivedAt" from unnest($2::uuid[]) as w(id)
    join executions e on e.org_id = $1 and e.id = w.id
  order by e.org_id, e.id for no key update of e`

const TOUCHED =
  'select distinct execution_id as id from event_executions where org_id = $1 and event_id = any($2::uuid[])'

const SPOKEN = `
  select ee.execution_id as "executionId", ee.event_id as "eventId", e.parser, e.source_id = $3 as "isOwn"
  from unnest($2::uuid[]) as w(id)
    join event_executions ee on ee.org_id = $1 and ee.execution_id = w.id
    join events e on e.org_id = ee.org_id and e.id = ee.event_id
  order by 1, 2`

const OLDEST = 'select received_at as at from events where org_id = $1 order by received_at, id limit 1'

type Spoken = { executionId: string; eventId: string; parser: string; isOwn: boolean }

/**
 * Puts together again what one tool's events say. Executions of which every event is still stored are made anew from all of
 * them, in the words of today's reader; to the others it is added. Locks the executions first, so that nobody adds meanwhile.
 */
export async function refoldTellings(
  client: Client,
  source: IngestSource,
  { dialect, reread, findReader }: { dialect: string; reread: readonly Reread[]; findReader: FindReader },
): Promise<Refolded> {
  const { orgId, sourceId } = source
  const teller = { orgId, sourceId, dialect }
  const became = new Map<string, Became[]>()
  for (const { stored, event } of reread)
    became.set(stored.id, onePerExecution(saidOf(factsOfTellings(teller, event.tellings))))
  const told = await client.query<{ id: string }>({
    text: TOUCHED,
    values: [orgId, reread.map(({ stored }) => stored.id)],
  })
  const touched = new Set([
    ...told.rows.map(({ id }) => id),
    ...[...became.values()].flat().map(({ executionId }) => executionId),
  ])
  const history = await historyOf(client, source, [...touched], dialect)
  const others = await readOthers(client, source, history, { reread, dialect, findReader })
  const whole = new Set([...history.complete].filter((id) => !others.unclear.has(id)))
  const events = [...reread, ...others.reread].map(({ event }) => event.tellings)
  const anew = only(factsOfTellings(teller, events.flat()), (id) => whole.has(id))
  const added = only(
    factsOfTellings(
      teller,
      reread.flatMap(({ event }) => event.tellings),
    ),
    (id) => !whole.has(id),
  )
  return {
    folds: [foldOf(source, dialect, anew, [...whole]), { ...foldOf(source, dialect, added, []), adds: true }],
    keys: [...anew.keys, ...added.keys].map((key) => ({ orgId, ...key })),
    references: [...anew.references, ...added.references].map((reference) => ({ orgId, ...reference })),
    became,
    // What was not there before is as whole as it can be; adding to nothing is making it anew.
    whole: new Set([...whole, ...[...touched].filter((id) => !history.stored.has(id))]),
    alone: new Set([...whole].filter((id) => history.alone.has(id))),
  }
}

function foldOf(source: IngestSource, dialect: string, said: ToldFacts, previous: string[]): TraceFold {
  const { executions, taskRuns } = said
  return {
    orgId: source.orgId,
    origin: dialect,
    executions,
    taskRuns,
    previousExecutionIds: previous,
    storedExecutionIds: executions.map(({ executionId }) => executionId),
    startedAt: String(BigInt(Date.now()) * 1_000_000n),
    fallback: { teamId: source.teamId, environment: source.environment },
  }
}

type History = {
  /** Those that have a row. */
  stored: Set<string>
  /** Those of which every event that ever spoke of them is still stored. */
  complete: Set<string>
  /** Those that events of this tool alone have spoken of. */
  alone: Set<string>
  /** Events of this tool by execution. */
  events: Map<string, string[]>
}

async function historyOf(
  client: Client,
  { orgId, sourceId }: IngestSource,
  ids: readonly string[],
  dialect: string,
): Promise<History> {
  const locked = await client.query<{ id: string; receivedAt: Date }>({ text: LOCK, values: [orgId, ids] })
  const oldest = await client.query<{ at: Date }>({ text: OLDEST, values: [orgId] })
  const spoken = await client.query<Spoken>({ text: SPOKEN, values: [orgId, ids, sourceId] })
  const keptSince = oldest.rows[0]?.at.getTime() ?? Number.POSITIVE_INFINITY
  const events = new Map<string, string[]>()
  const alone = new Set(ids)
  for (const { executionId, eventId, parser, isOwn } of spoken.rows) {
    if (!isOwn || dialectOf(parser) !== dialect) alone.delete(executionId)
    else events.set(executionId, [...(events.get(executionId) ?? []), eventId])
  }
  // The oldest events go first: where one is left from before an execution was heard of, all of its own are.
  const complete = locked.rows.filter(({ receivedAt }) => keptSince <= receivedAt.getTime())
  return {
    stored: new Set(locked.rows.map(({ id }) => id)),
    complete: new Set(
      withinBounds(
        complete.map(({ id }) => id),
        events,
      ),
    ),
    alone,
    events,
  }
}

/** As many as their events can be held at once, those of few events first. */
function withinBounds(ids: readonly string[], events: ReadonlyMap<string, string[]>): string[] {
  const sizeOf = (id: string) => events.get(id)?.length ?? 0
  let held = 0
  return [...ids]
    .sort((a, b) => sizeOf(a) - sizeOf(b) || (a < b ? -1 : 1))
    .filter((id) => {
      held += sizeOf(id)
      return held <= MOST_EVENTS
    })
}

/** The other events of those executions; `unclear` are those of which one cannot be read any more. */
async function readOthers(
  client: Client,
  source: IngestSource,
  history: History,
  { reread, dialect, findReader }: { reread: readonly Reread[]; dialect: string; findReader: FindReader },
): Promise<{ reread: Reread[]; unclear: Set<string> }> {
  const known = new Set(reread.map(({ stored }) => stored.id))
  const ofComplete = [...history.complete].flatMap((id) => history.events.get(id) ?? [])
  const wanted = [...new Set(ofComplete)].filter((id) => !known.has(id))
  const others = await rereadEvents(client, source, wanted, findReader)
  const same = others.reread.filter(({ reader }) => reader.dialect === dialect)
  const clear = new Set([...known, ...same.map(({ stored }) => stored.id)])
  const unclear = [...history.complete].filter((id) =>
    (history.events.get(id) ?? []).some((eventId) => !clear.has(eventId)),
  )
  return { reread: same, unclear: new Set(unclear) }
}

function only(said: ToldFacts, isWanted: (executionId: string) => boolean): ToldFacts {
  const filter = <Of extends { executionId: string }>(all: readonly Of[]) =>
    all.filter(({ executionId }) => isWanted(executionId))
  return {
    executions: filter(said.executions),
    taskRuns: filter(said.taskRuns),
    keys: filter(said.keys),
    references: filter(said.references),
  }
}

/** `github` of `github@1`. */
export const dialectOf = (parser: string): string => parser.replace(/@[^@]*$/, '')
