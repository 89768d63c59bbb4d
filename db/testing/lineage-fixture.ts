import type { Client } from 'pg'
import pg from 'pg'
import { uuidFrom } from '@/lib/executions/identity'
import { decodedEventsIn } from '@/lib/ingest/openlineage/testing/fixtures'
import { ORG, SOURCE } from '@/lib/ingest/openlineage/testing/reference'
import type { DecodedEvent } from '@/lib/model/event'
import { foldInOneGo } from '../store/fold-in-one-go'
import { type FoldedLineage, foldLineage, gatherLineage, loadLineage } from '../store/fold-lineage'
import { OwnerBook } from '../store/fold-owners'
import { SourceBook } from '../store/fold-sources'
import { KnownEntities } from '../store/lineage-entities'
import { classify } from '../store/write-errors'
import { type TestDatabase, testDatabase } from './test-database'

const NOW = '2026-11-21T12:00:00.000Z'
const TEAM = '00000000-0000-4000-8000-000000000003'

const TABLES = [
  'executions',
  'task_runs',
  'lineage_records',
  'lineage_jobs',
  'lineage_datasets',
  'lineage_facets',
  'lineage_aliases',
  'lineage_uses',
  'lineage_edges',
]

/** A database into which events of OpenLineage are folded as the writer of events does it. */
export async function lineageFixture() {
  const database = await testDatabase()
  const clients: Client[] = []
  const connect = async (): Promise<Client> => {
    const client = new pg.Client({ connectionString: database.url, pipeline: true })
    await client.connect()
    clients.push(client)
    return client
  }
  const first = await connect()
  return {
    database,
    connect,
    /** Folds JSON events in one transaction. */
    write: (events: readonly unknown[], client = first, known = new KnownEntities()) =>
      writeDecoded(client, decodedEventsIn(events), known),
    clear: () => database.pool.query(`truncate ${TABLES.join(', ')}`),
    rows: (table: string, order: string) => rowsOf(database, table, order),
    close: async () => {
      await Promise.all(clients.map((client) => client.end()))
      await database.close()
    },
  }
}

async function writeDecoded(
  client: Client,
  events: readonly DecodedEvent[],
  known: KnownEntities,
): Promise<FoldedLineage> {
  const books = { sources: new SourceBook(), owners: new OwnerBook() }
  const told = events.map((event) => {
    const eventId = uuidFrom('event', event.key)
    return { orgId: ORG, sourceId: SOURCE, teamId: TEAM, environment: 'test', eventId, event }
  })
  for (let attempt = 1; ; attempt++) {
    await client.query('begin')
    try {
      const gathered = gatherLineage(told)
      const folded = await foldLineage(client, gathered, await loadLineage(client, gathered), NOW, known)
      const around = { before: folded.write, beside: async () => undefined }
      await foldInOneGo(client, folded.folds, books, NOW, around)
      await client.query('commit')
      folded.remember()
      return folded
    } catch (error) {
      await client.query('rollback')
      if (classify(error) !== 'again' || attempt === 10) throw error
    }
  }
}

async function rowsOf(
  { pool }: TestDatabase,
  table: string,
  order: string,
): Promise<Record<string, unknown>[]> {
  const found = await pool.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) - 'facts' - 'revision' - 'updated_at' - 'received_at' as row from ${table} t order by ${order}`,
  )
  return found.rows.map(({ row }) => row)
}
