import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listChanges } from '@/db/queries/list-changes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { hexOf, oneOf, type Random, randomOf } from '@/lib/sample/random'
import { BEGIN, ChangeWorld, kestraTells } from './testing/change-world'
import { written } from './testing/drift-stories'

const TIMES = 500

let database: TestDatabase
let at: ChangeWorld

beforeAll(async () => {
  database = await testDatabase()
  at = await ChangeWorld.build(database)
})
afterAll(async () => {
  await at.remove()
  await database.close()
})

const iso = (ms: number): string => new Date(ms).toISOString()

async function versionsOf(sourceId: string) {
  const { rows } = await database.db.execute(sql`
    select count(*)::int as versions, sum(v.repeats)::int as repeats from flow_versions v
      join flows f on f.org_id = v.org_id and f.id = v.flow_id where f.source_id = ${sourceId}`)
  return rows
}
const changesOf = (sourceId: string) => listChanges(at.reading.owner, { sourceId }, 50, database.db)

/** The same file of a DAG, as people and formatters write it. */
function dag(random: Random): string {
  const quote = oneOf(random, ['"', "'"] as const)
  const q = (text: string) => `${quote}${text}${quote}`
  const gap = '\n'.repeat(1 + Math.floor(random() * 3))
  const comment =
    random() < 0.5 ? `# generated ${hexOf(8, random())} at ${iso(BEGIN + random() * 1e9)}\n` : ''
  const long = random() < 0.5
  const call = long
    ? `BashOperator(\n        task_id=${q('extract')},\n        bash_command=${q('extract.sh')},\n        retries=2,\n    )`
    : `BashOperator(task_id=${q('extract')}, bash_command=${q('extract.sh')}, retries=2)`
  return `${comment}from airflow import DAG${gap}from airflow.operators.bash import BashOperator${gap}
with DAG(${q('orders')}, schedule=${q('0 3 * * *')}, catchup=False) as dag:${random() < 0.5 ? '  # daily' : ''}
    extract = ${call}
    load = BashOperator(task_id=${q('load')}, bash_command=${q('load.sh')})
    extract >> load
`
}

/** The same DAG as Airflow serialises it at each parse. */
function serialised(random: Random): string {
  const uuid = hexOf(16, random()).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const tags = random() < 0.5 ? ['shop', 'orders'] : ['orders', 'shop']
  const dagOf = {
    ...{ dag_id: 'stock', schedule: '0 3 * * *', tags, last_parsed_time: iso(BEGIN + random() * 1e9) },
    ...{
      fileloc: `/tmp/bundle-${hexOf(4, random())}/stock.py`,
      dag_hash: hexOf(16, random()),
      version_number: random(),
    },
    tasks: [{ __var: { task_id: 'count', run_token: uuid, repr: `<f at 0x${hexOf(6, random())}>` } }],
  }
  const entries = Object.entries(dagOf)
  return JSON.stringify(
    { dag: Object.fromEntries(random() < 0.5 ? entries : entries.toReversed()) },
    null,
    random() < 0.5 ? 2 : 0,
  )
}

test.for([
  ['a file', 'orders', dag],
  ['what Airflow serialised', 'stock', serialised],
] as const)(
  '%s of an Airflow DAG that is parsed 500 times is one version',
  { timeout: 30_000 },
  async ([name, dagId, sourceOf]) => {
    const airflow = await at.addSource('airflow', name)
    const random = randomOf('parses', dagId)
    for (let number = 1; number <= TIMES; number++) {
      const item = {
        ...{ id: hexOf(16, dagId, number), dag_id: dagId, version_number: number },
        created_at: iso(BEGIN + number * 30_000),
      }
      const told = { kind: 'dag-version', item, source: sourceOf(random) }
      await at.send({ kind: 'airflow', sourceId: airflow, protocol: 'poll', item: told })
    }
    await at.fold()
    expect(await versionsOf(airflow)).toEqual([{ versions: 1, repeats: TIMES - 1 }])
    expect((await changesOf(airflow)).filter(({ summary }) => summary !== 'definition first seen')).toEqual(
      [],
    )
  },
)

test('a flow of Kestra that is saved 500 times without another meaning is one version', async () => {
  const random = randomOf('parses', 'kestra')
  const items = Array.from({ length: TIMES }, (_, index) =>
    kestraTells.revision('same', index + 1, written('same', 7, random), BEGIN + index * 30_000),
  )
  await at.poll(items)
  await at.fold()
  expect(await versionsOf(at.kestra)).toEqual([{ versions: 1, repeats: TIMES - 1 }])
  expect(await changesOf(at.kestra)).toMatchObject([
    { summary: 'definition first seen', isUnexplained: false },
  ])
})
