import type { Client } from 'pg'
import type { IngestSource } from '@/lib/model/ingest-source'
import { type Became, isoOfNano, verdictOf } from './event-became'
import type { Reread } from './reread-events'
import { changeRows } from './write-change-tellings'
import { type EventRows, writeEventRows } from './write-event-rows'

const UPDATE = `
  update events e set verdict = w.verdict, because = w.because, parser = w.parser, notes = w.notes, type = w.type,
    subject = w.subject, occurred_at = w.occurred_at
  from jsonb_to_recordset($2::jsonb) as w(id uuid, verdict text, because text, parser text, notes jsonb, type text,
    subject text, occurred_at timestamptz)
  where e.org_id = $1 and e.id = w.id`

const FORGET = [
  'delete from execution_keys where org_id = $1 and execution_id = any($2::uuid[])',
  'delete from execution_references where org_id = $1 and execution_id = any($2::uuid[])',
]

const UNTELL = [
  'delete from event_executions where org_id = $1 and event_id = any($2::uuid[])',
  'delete from change_tellings where org_id = $1 and event_id = any($2::uuid[])',
]

/** Writes what became of events that were read again, beside the executions. `alone` lose the names they had before. */
export async function rewriteEventRows(
  client: Client,
  { orgId, sourceId }: Pick<IngestSource, 'orgId' | 'sourceId'>,
  of: {
    reread: readonly Reread[]
    became: ReadonlyMap<string, Became[]>
    keys: EventRows['keys']
    references: EventRows['references']
    alone: readonly string[]
  },
): Promise<void> {
  const { reread, became } = of
  const rows = reread.map(({ stored, reader, event }) => ({
    id: stored.id,
    verdict: verdictOf(event, (became.get(stored.id) ?? []).length > 0),
    because: event.because,
    parser: reader.parser,
    notes: event.notes,
    // What is no event any more keeps the name that it had.
    type: event.type,
    subject: event.subject,
    occurred_at: isoOfNano(event.at),
  }))
  await client.query({ text: UPDATE, values: [orgId, JSON.stringify(rows)] })
  for (const text of UNTELL)
    await client.query({ text, values: [orgId, reread.map(({ stored }) => stored.id)] })
  for (const text of FORGET) await client.query({ text, values: [orgId, of.alone] })
  await writeEventRows(client, {
    events: [],
    bodies: [],
    executions: reread.flatMap(({ stored }) =>
      (became.get(stored.id) ?? []).map((each) => ({
        orgId,
        eventId: stored.id,
        receivedAt: stored.receivedAt.toISOString(),
        ...each,
      })),
    ),
    keys: distinct(of.keys, ({ executionId, key }) => `${executionId} ${key}`),
    references: distinct(of.references, ({ executionId, kind, key }) => `${executionId} ${kind} ${key}`),
    changes: reread.flatMap(({ stored, event }) =>
      changeRows({ orgId, sourceId }, { id: stored.id, event }, stored.receivedAt.toISOString()),
    ),
  })
}

const distinct = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
]
