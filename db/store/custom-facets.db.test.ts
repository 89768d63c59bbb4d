import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flowIdOf, uuidFrom } from '@/lib/executions/identity'
import { readerOf } from '@/lib/ingest/events/reader'
import { datasetKey } from '@/lib/ingest/openlineage/account'
import { canonicalText } from '@/lib/ingest/openlineage/canonical'
import { datasetIdOf, recordKeyOf } from '@/lib/ingest/openlineage/record-key'
import {
  decodedEventsIn,
  hasFixtures,
  type Scenario,
  scenarios,
  WITHOUT_FIXTURES,
} from '@/lib/ingest/openlineage/testing/fixtures'
import type { LineageAccount } from '@/lib/model/lineage'
import { makePartitions } from '../partitions'
import { TEST_SOURCE } from '../testing/ingest-fixture'
import { type TestDatabase, testDatabase } from '../testing/test-database'
import { createEventWriter, type EventWriter } from './write-events'

const NOW = new Date('2026-11-21T12:00:00Z')

/** Facets of the specification; every other one is somebody's own. */
const STANDARD = new Set(
  `nominalTime parent errorMessage extractionError processing_engine externalQuery jobDependencies executionParameters
  environmentVariables tags test jobType sourceCodeLocation sourceCode sql documentation ownership lineage schema dataSource
  version lifecycleStateChange symlinks storage catalog datasetType hierarchy columnLineage dataQualityMetrics
  dataQualityAssertions inputStatistics outputStatistics subset icebergScanReport icebergCommitReport`.split(
    /\s+/,
  ),
)
/** Those of which secrets are taken out by name. */
const REDACTED = new Set(['spark_properties', 'environment-properties'])

/** A facet as an event has it. */
type Said = { place: string; at: bigint; text: string }

let database: TestDatabase
let writer: EventWriter

beforeAll(async () => {
  database = await testDatabase()
  await makePartitions(database.db, NOW)
  writer = createEventWriter({
    connectionString: database.url,
    writers: 2,
    queueBytes: 64 * 1024 * 1024,
    clock: () => NOW.getTime(),
    report: (error) => {
      throw error
    },
  })
})
afterAll(async () => {
  await writer.close()
  await database.close()
})

const at = (of: unknown, key: string): unknown => Reflect.get(Object(of), key)
const text = (of: unknown, key: string): string => String(at(of, key))
const items = (of: unknown, key: string): unknown[] => {
  const found = at(of, key)
  return Array.isArray(found) ? found : []
}

/** All facets of nobody's specification that an event was sent with, by the place where they are to be found. */
function customFacets(event: unknown, orgId: string): Said[] {
  const [decoded] = decodedEventsIn([event])
  if (decoded?.lineage == null) return []
  const { at: time, kind } = decoded.lineage
  const said: Said[] = []
  const add = (place: string, facets: unknown) => {
    for (const [name, value] of Object.entries(Object(facets)))
      if (!STANDARD.has(name) && !REDACTED.has(name) && value !== null)
        said.push({ place: `${place} ${name}`, at: BigInt(time), text: canonicalText(value) })
  }
  const nameOf = (of: unknown) => ({ namespace: text(of, 'namespace'), name: text(of, 'name') })
  const [run, job, dataset] = ['run', 'job', 'dataset'].map((key) => at(event, key))
  const { sourceId } = TEST_SOURCE
  const self = { runId: kind === 'run' ? text(run, 'runId') : '', ...nameOf(job ?? dataset) }
  const key = recordKeyOf({ orgId, sourceId }, kind, self)
  add(`${key} run`, at(run, 'facets'))
  if (job !== undefined) {
    const { namespace, name } = nameOf(job)
    add(flowIdOf(orgId, { sourceId, namespace, flow: name }), at(job, 'facets'))
  }
  for (const [list, own] of [
    ['inputs', 'inputFacets'],
    ['outputs', 'outputFacets'],
  ] as const) {
    for (const each of items(event, list)) {
      add(datasetIdOf(orgId, nameOf(each)), at(each, 'facets'))
      const { namespace, name } = nameOf(each)
      add(`${key} ${list} ${datasetKey(namespace, name)}`, at(each, own))
    }
  }
  if (dataset !== undefined) add(datasetIdOf(orgId, nameOf(dataset)), at(dataset, 'facets'))
  return said
}

/** All facets that are stored, by place. */
async function storedFacets(orgId: string): Promise<Map<string, string>> {
  const stored = new Map<string, string>()
  const facets = await database.pool.query<{ owner_id: string; name: string; value: unknown }>(
    'select owner_id, name, value from lineage_facets where org_id = $1',
    [orgId],
  )
  for (const { owner_id, name, value } of facets.rows) stored.set(`${owner_id} ${name}`, canonicalText(value))
  const records = await database.pool.query<{ key: string; account: LineageAccount }>(
    'select key, account from lineage_records where org_id = $1',
    [orgId],
  )
  for (const { key, account } of records.rows) {
    for (const [name, { value }] of Object.entries(account.run))
      stored.set(`${key} run ${name}`, canonicalText(value))
    for (const list of ['inputs', 'outputs'] as const)
      for (const [dataset, { use }] of Object.entries(account[list]))
        for (const [name, { value }] of Object.entries(use))
          stored.set(`${key} ${list} ${dataset} ${name}`, canonicalText(value))
  }
  return stored
}

describe.skipIf(!hasFixtures)(`custom facets${hasFixtures ? '' : ` (${WITHOUT_FIXTURES})`}`, () => {
  test.for(scenarios())('of $name are stored as they were sent', { timeout: 120_000 }, async (scenario) => {
    const { events, name }: Scenario = scenario
    const source = { ...TEST_SOURCE, orgId: uuidFrom('scenario', name) }
    const reader = readerOf('opentelemetry', 'openlineage', null)
    if (reader === null) throw new Error('no reader')
    const body = Buffer.from(JSON.stringify(events))
    const outcome = await writer.write({
      ...reader,
      protocol: 'openlineage',
      source,
      headers: {},
      body,
      isJson: true,
    })
    expect(outcome.stored + outcome.repeated + outcome.rejected.length).toBe(events.length)
    // Those of dbt with `_deleted: null` too.
    if (name.startsWith('materialized-')) expect(outcome.rejected).toEqual([])
    const last = new Map<string, { at: bigint; texts: Set<string> }>()
    for (const { place, at, text } of events.flatMap((event) => customFacets(event, source.orgId))) {
      const before = last.get(place)
      if (before === undefined || at > before.at) last.set(place, { at, texts: new Set([text]) })
      else if (at === before.at) before.texts.add(text)
    }
    const stored = await storedFacets(source.orgId)
    const lost = [...last].filter(([place, { texts }]) => !texts.has(stored.get(place) ?? ''))
    expect(lost).toEqual([])
    counted += last.size
  })

  let counted = 0
  test('are many', () => expect(counted).toBeGreaterThan(100))
})
