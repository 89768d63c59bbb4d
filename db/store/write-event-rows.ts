import type { Client } from 'pg'
import type { ExecutionReference } from '@/lib/model/event'
import { changeTellings } from '../schema/changes'
import {
  type eventBodies,
  eventExecutions,
  events,
  executionKeys,
  executionReferences,
} from '../schema/events'
import { inOneGo } from './in-one-go'
import { copyInto } from './write-copy'
import { preparedAs } from './write-plans'
import { Recordset, storableJson } from './write-recordset'

/** A row of a table as it is sent: times as text. */
type Sent<Row> = { [Column in keyof Row]: Row[Column] extends Date | null ? string | null : Row[Column] }

export type EventRow = Sent<typeof events.$inferSelect>
export type EventBodyRow = Sent<typeof eventBodies.$inferSelect>
export type EventExecutionRow = Sent<typeof eventExecutions.$inferSelect>
export type ChangeTellingRow = Sent<typeof changeTellings.$inferSelect>
export type KeyRow = typeof executionKeys.$inferSelect
export type ReferenceRow = { orgId: string; executionId: string } & ExecutionReference

/** Everything that is written beside the executions themselves when events arrive. */
export type EventRows = {
  events: EventRow[]
  bodies: EventBodyRow[]
  executions: EventExecutionRow[]
  keys: KeyRow[]
  references: ReferenceRow[]
  changes: ChangeTellingRow[]
}

const eventSet = new Recordset<EventRow>(events)
const executionSet = new Recordset<EventExecutionRow>(eventExecutions)
const changeSet = new Recordset<ChangeTellingRow>(changeTellings)
const keySet = new Recordset<KeyRow>(executionKeys)
const referenceSet = new Recordset<ReferenceRow>(executionReferences)

/** Where the rows of each table stand among the parameters. */
const of = (set: Recordset<never>, parameter: number): string => set.insert.replace('$1', `$${parameter}`)

// Two writers may hold the same event: for the second it is a repetition, and what both told is the same.
const INSERT = `
  with in_events as (
    ${of(eventSet, 1)} on conflict (org_id, id) do update set repeats = events.repeats + 1
  ), in_executions as (
    ${of(executionSet, 2)} on conflict do nothing
  ), in_keys as (
    ${of(keySet, 3)} on conflict do nothing
  )
  ${of(referenceSet, 4)} on conflict (org_id, execution_id, kind, key) do update
    set confidence = least(execution_references.confidence, excluded.confidence),
      evidence = least(execution_references.evidence, excluded.evidence)
    where execution_references.confidence > excluded.confidence or execution_references.evidence > excluded.evidence`

// Read again, an event may say otherwise than before: then it is folded again.
const INSERT_CHANGES = `
  ${changeSet.insert} on conflict (org_id, event_id, ordinal) do update
    set ${changeSet.excludedBut('org_id', 'event_id', 'ordinal', 'received_at')}
    where change_tellings.telling <> excluded.telling`

const KNOWN = `
  select e.org_id as "orgId", e.id from unnest($1::uuid[], $2::uuid[]) as w(org_id, id)
    join events e on e.org_id = w.org_id and e.id = w.id`

const REPEAT = `
  update events e set repeats = e.repeats + w.times
  from unnest($1::uuid[], $2::uuid[], $3::int[]) as w(org_id, id, times)
  where e.org_id = w.org_id and e.id = w.id`

type EventId = { orgId: string; id: string }

/** Which of these are stored already. */
export async function knownEvents(client: Client, ids: readonly EventId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const found = await client.query<EventId>({
    ...preparedAs(client, 'known-events'),
    text: KNOWN,
    values: [ids.map(({ orgId }) => orgId), ids.map(({ id }) => id)],
  })
  return new Set(found.rows.map(eventKey))
}

/**
 * Writes the rows, of all tables in one statement but for the bodies, which are most of the bytes and are copied: a batch of
 * events is small, and what it costs is mostly the number of its statements. Every table gets its rows in the order of its keys, so that writers wait in line and not in a circle.
 */
export async function writeEventRows(client: Client, rows: EventRows): Promise<void> {
  if (Object.values(rows).every((each) => each.length === 0)) return
  // Events that are read again are there already, and so is what they said.
  await inOneGo(
    client,
    () => copyBodies(client, rows.bodies),
    () => insertRows(client, rows),
    () => insertChanges(client, rows.changes),
  )
}

async function copyBodies(client: Client, bodies: readonly EventBodyRow[]): Promise<void> {
  if (bodies.length > 0) await copyInto(client, 'event_bodies', BODY_COLUMNS, copyOf(bodies), '', 'text')
}

async function insertRows(client: Client, rows: EventRows): Promise<void> {
  await client.query({
    name: 'insert-event-rows',
    text: INSERT,
    values: [
      eventSet.encode(inOrder(rows.events, (row) => row.orgId + row.id)),
      executionSet.encode(inOrder(rows.executions, (row) => row.orgId + row.executionId + row.eventId)),
      keySet.encode(inOrder(rows.keys, (row) => row.orgId + row.executionId + row.key)),
      referenceSet.encode(
        inOrder(rows.references, (row) => row.orgId + row.executionId + row.kind + row.key),
      ),
    ],
  })
}

async function insertChanges(client: Client, changes: readonly ChangeTellingRow[]): Promise<void> {
  if (changes.length === 0) return
  await client.query({
    name: 'insert-change-tellings',
    text: INSERT_CHANGES,
    values: [changeSet.encode(inOrder(changes, (row) => row.orgId + row.eventId + row.ordinal))],
  })
}

const BODY_COLUMNS = ['org_id', 'event_id', 'received_at', 'headers', 'body']

/** Rows as the text format of COPY wants them. A body that two writers hold fails here, and the second finds its event known. */
const copyOf = (bodies: readonly EventBodyRow[]): Buffer =>
  Buffer.from(
    bodies
      .map(({ orgId, eventId, receivedAt, headers, body }) => {
        const columns = [orgId, eventId, receivedAt ?? '', storableJson(headers), body]
        return `${columns.map(copyText).join('\t')}\n`
      })
      .join(''),
  )

const ESCAPED: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\ufffd',
}

/** NUL, which no text of Postgres holds, becomes the replacement character. */
const copyText = (text: string): string => text.replace(/[\\\n\r\t\0]/g, (one) => ESCAPED[one] ?? one)

function inOrder<Row>(rows: readonly Row[], order: (row: Row) => string): Row[] {
  return rows
    .map((row) => ({ row, key: order(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row)
}

/** Counts that events came again, each as often as it did. */
export async function countRepeats(
  client: Client,
  repeats: ReadonlyMap<string, EventId & { times: number }>,
) {
  if (repeats.size === 0) return
  const rows = [...repeats].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await client.query({
    text: REPEAT,
    values: [rows.map((row) => row.orgId), rows.map((row) => row.id), rows.map((row) => row.times)],
  })
}

/** Key of an event among those of a batch. */
export const eventKey = ({ orgId, id }: EventId): string => `${orgId}/${id}`
