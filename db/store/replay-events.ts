import { sql } from 'drizzle-orm'
import { type Db, database, onOneClient } from '@/db/client'
import { type EventFilter, isMine, matches } from '@/db/queries/list-events'
import { readerOf } from '@/lib/ingest/events/reader'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { MOST_REPLAYED, type Replay, type ReplayPage } from '@/lib/model/replay'
import { mayIn, type Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { audited } from './audited'
import { replaySource } from './replay-source'
import type { FindReader } from './reread-events'
import { classify } from './write-errors'

/** How a replay is done: where, by which readers, and how the selection is called in the audit log. */
export type ReplayOptions = { on?: Db; findReader?: FindReader; selection?: Record<string, string> }

const MOST_ATTEMPTS = 4

/** Whoever waits for its locks waits for all of it; a page of a thousand events takes seconds. */
const PATIENCE =
  "set local statement_timeout = '120s'; set local idle_in_transaction_session_timeout = '120s'"

/** Says what reading these events again would change, and changes nothing. For those who may replay them. */
export const previewReplay = (
  scope: Scope,
  ids: readonly string[],
  options: ReplayOptions = {},
): Promise<Replay> => replay(scope, ids, true, options)

/** Reads stored events again with today's readers and puts what follows in place of what did: one audited change for each source. */
export const replayEvents = (
  scope: Scope,
  ids: readonly string[],
  options: ReplayOptions = {},
): Promise<Replay> => replay(scope, ids, false, options)

/** The same for the events that a filter of the inbox finds, the newest first: one page, to be called again with `after` set to `next`. */
export async function replayRange(
  scope: Scope,
  filter: EventFilter,
  { isPreview, limit = 200, ...options }: ReplayOptions & { isPreview: boolean; limit?: number },
): Promise<ReplayPage> {
  const on = options.on ?? database()
  const found = await on.execute<{ id: string }>(sql`
    select e.id from events e join sources s on s.org_id = e.org_id and s.id = e.source_id
    where ${isMine(scope)} and ${matches(scope, filter)}
    order by e.received_at desc, e.id desc limit ${Math.min(limit, MOST_REPLAYED)}`)
  const ids = found.rows.map(({ id }) => id)
  const selection = { ...wordsOf(filter), ...options.selection }
  const done = await replay(scope, ids, isPreview, { ...options, selection })
  return { replay: done, next: ids.length < limit ? null : (ids.at(-1) ?? null) }
}

async function replay(
  scope: Scope,
  ids: readonly string[],
  isPreview: boolean,
  { on = database(), findReader = readerOf, selection = {} }: ReplayOptions,
): Promise<Replay> {
  if (ids.length > MOST_REPLAYED)
    throw new Refusal('too_large', `At most ${MOST_REPLAYED} events can be read again at once.`)
  const bySource = await sourcesOf(scope, ids, on)
  const done: Replay[] = []
  for (const one of bySource)
    done.push(await patiently(() => replayOne(scope, one, { isPreview, on, findReader, selection })))
  return done.reduce(together, nothing(isPreview))
}

type OfSource = { source: IngestSource; ids: string[] }
type Settings = { isPreview: boolean; on: Db; findReader: FindReader; selection: Record<string, string> }

async function replayOne(scope: Scope, { source, ids }: OfSource, settings: Settings): Promise<Replay> {
  const { isPreview, on, findReader, selection } = settings
  const { teamId, sourceId } = source
  return onOneClient(on, async (db, client) => {
    if (isPreview) {
      if (!mayIn(scope, 'source.write', teamId))
        throw new Refusal(
          'forbidden',
          'You may not do this: it needs the permission source.write in this team.',
        )
      await client.query('begin')
      try {
        await client.query(PATIENCE)
        return await replaySource(client, scope, source, { ids, findReader, isPreview })
      } finally {
        await client.query('rollback')
      }
    }
    const target = { kind: 'source', id: sourceId }
    return audited(
      scope,
      { permission: 'source.write', teamId, target },
      async () => {
        await client.query(PATIENCE)
        const result = await replaySource(client, scope, source, { ids, findReader, isPreview })
        const { eventCount, unreadCount, changedCount, privateCount } = result
        const counts = { events: eventCount, unread: unreadCount, executionsChanged: changedCount }
        const after = { ...counts, executionsOfOthers: privateCount, selection }
        return { result, entry: { action: 'events.replayed', target: { ...target, teamId }, after } }
      },
      db,
    )
  })
}

/** Sources of events that the scope may read. Those that it may not replay come first, so that nothing is done before the refusal. */
async function sourcesOf(scope: Scope, ids: readonly string[], on: Db): Promise<OfSource[]> {
  const wanted = `{${[...new Set(ids)].filter(isUuid).join(',')}}`
  const found = await on.execute<Omit<IngestSource, 'isSelf'> & { ids: string[] }>(sql`
    select s.org_id as "orgId", s.id as "sourceId", s.team_id as "teamId", s.kind, s.environment, s.recognition,
      s.items_per_second as "itemsPerSecond", c.mapping, json_agg(e.id) as ids
    from events e join sources s on s.org_id = e.org_id and s.id = e.source_id
      left join source_connections c on c.org_id = s.org_id and c.source_id = s.id
    where ${isMine(scope)} and e.id = any(${wanted}::uuid[])
    group by s.org_id, s.id, c.org_id, c.source_id order by s.id`)
  if (found.rows.length === 0 && ids.length > 0)
    throw new Refusal('not_found', ids.length === 1 ? 'There is no such event.' : 'There are no such events.')
  return found.rows
    .map(({ ids: own, ...source }) => ({ source: { ...source, isSelf: false }, ids: own }))
    .sort((a, b) => mayReplay(scope, a) - mayReplay(scope, b))
}

const mayReplay = (scope: Scope, { source }: OfSource): number =>
  Number(mayIn(scope, 'source.write', source.teamId))

/** Writers and a replay may be in each other's way; one of them begins again. */
async function patiently<Done>(work: () => Promise<Done>): Promise<Done> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const kind = classify(error)
      if ((kind !== 'again' && kind !== 'duplicate') || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

const nothing = (isPreview: boolean): Replay => ({
  isPreview,
  eventCount: 0,
  unreadCount: 0,
  expiredCount: 0,
  events: [],
  executions: [],
  executionCount: 0,
  changedCount: 0,
  privateCount: 0,
})

const together = (a: Replay, b: Replay): Replay => ({
  isPreview: a.isPreview,
  eventCount: a.eventCount + b.eventCount,
  unreadCount: a.unreadCount + b.unreadCount,
  expiredCount: a.expiredCount + b.expiredCount,
  events: [...a.events, ...b.events],
  executions: [...a.executions, ...b.executions],
  executionCount: a.executionCount + b.executionCount,
  changedCount: a.changedCount + b.changedCount,
  privateCount: a.privateCount + b.privateCount,
})

const wordsOf = (filter: EventFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value instanceof Date ? value.toISOString() : value]],
    ),
  )
