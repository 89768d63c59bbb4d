import { type EventReader, readerOf } from '@/lib/ingest/events/reader'
import type { IngestSource } from '@/lib/model/ingest-source'
import { makePartitions } from '../partitions'
import { createEventWriter } from '../store/write-events'
import { testScope } from './scopes'
import { buildWorld } from './source-world'
import { testDatabase } from './test-database'

const NOW = new Date('2026-11-21T12:00:00Z')

/** A world with a source that events can be sent to and read again. */
export async function replayFixture() {
  const database = await testDatabase()
  await makePartitions(database.db, NOW)
  const world = await buildWorld(database.db)
  const [{ teamId, sourceId }] = world.teams
  const source: IngestSource = {
    orgId: world.orgId,
    teamId,
    sourceId,
    kind: 'shell',
    environment: 'test',
    recognition: 'automatic',
    itemsPerSecond: null,
    isSelf: false,
  }
  const writer = createEventWriter({
    connectionString: database.url,
    writers: 2,
    queueBytes: 64 * 1024 * 1024,
    clock: () => NOW.getTime(),
    report: (error) => {
      throw error
    },
  })
  const rows = async (query: string) => (await database.pool.query(query)).rows
  return {
    database,
    world,
    source,
    rows,
    /** Each body in a request of its own. */
    send: async (reader: EventReader, ...bodies: object[]) => {
      for (const each of bodies) {
        const body = Buffer.from(JSON.stringify(each))
        await writer.write({ ...reader, protocol: 'webhook', source, headers: {}, body, isJson: true })
      }
    },
    /** A run of OpenLineage that wrote one dataset and was over at that time. */
    sendLineage: async (eventTime: string) => {
      const reader = readerOf('shell', 'openlineage', null)
      if (reader === null) throw new Error('no reader')
      const event = {
        eventType: 'COMPLETE',
        eventTime,
        run: { runId: '01910000-0000-7000-8000-000000000001' },
        job: { namespace: 'n', name: 'j' },
        inputs: [],
        outputs: [{ namespace: 'n', name: 'd' }],
        producer: 'https://example.com',
        schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
      }
      const body = Buffer.from(JSON.stringify(event))
      await writer.write({ ...reader, protocol: 'openlineage', source, headers: {}, body, isJson: true })
    },
    ids: async (where = 'true'): Promise<string[]> =>
      (await rows(`select id from events where ${where} order by key`)).map(({ id }) => id),
    editor: () => testScope({ orgId: world.orgId, teams: { [teamId]: 'editor' } }),
    clear: () =>
      database.pool.query(`truncate events, event_bodies, event_executions, execution_keys, execution_references,
        executions, task_runs, lineage_records, lineage_uses, lineage_edges, lineage_datasets`),
    close: async () => {
      await writer.close()
      await database.close()
    },
  }
}
