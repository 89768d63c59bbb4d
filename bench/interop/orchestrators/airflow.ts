import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BenchProduct } from '../../product/bench-product'
import { freePort } from '../../product/free-port'
import { startServer } from '../start-server'
import { connectedSource } from './connected-source'
import { askedAsWell, polledSource } from './polled-source'
import { assertShown, type Ran } from './recording'
import { until } from './until'

export const AIRFLOW = { core: '3.3.2', openLineage: '2.20.3', fab: '3.10.2' }

const DAGS = path.join(import.meta.dirname, 'airflow-dags.py')
const FLOWS = ['orders_ok', 'orders_fail', 'orders_retry']
const LIMIT_MS = 240_000
const KEPT_LIMIT_MS = 240_000

/** A file of the DAGs' folder that cannot be imported. */
const BROKEN = 'from airflow.sdk import dag\nfrom nowhere import orders\n'

/** Who starts the DAG runs; what asks for them is the user of the guide. */
const ADMIN = { username: 'ada', password: randomBytes(16).toString('hex') }
const ADD_ADMIN = `airflow users create --role Admin --username ${ADMIN.username} --password ${ADMIN.password} \\
  --email ada@example.com --firstname Ada --lastname L`
const READER = { username: 'runledger', password: 'the password' }

/**
 * Airflow with SQLite and users of its own, telling of its DAG runs by OpenLineage and by OpenTelemetry at once, and asked by its
 * API: as another source, and for the first one as well, where all three come to one execution for each DAG run.
 */
export async function checkAirflow(
  python: string,
  product: BenchProduct,
  isRecorded: boolean,
): Promise<void> {
  const source = await connectedSource(product, 'airflow')
  const home = path.join(product.dir, 'airflow')
  fs.mkdirSync(path.join(home, 'dags'), { recursive: true })
  fs.copyFileSync(DAGS, path.join(home, 'dags', 'shop.py'))
  fs.writeFileSync(path.join(home, 'dags', 'broken.py'), BROKEN)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = startServer(scriptOf(source.code), {
    cwd: home,
    path: path.dirname(python),
    environment: environmentOf(home, port),
  })
  try {
    for (const flow of FLOWS) await until(LIMIT_MS, server, () => hasStarted(url, flow))
    const ran = { tool: 'airflow', version: VERSION, kind: 'airflow', executions: FLOWS.length }
    const told = { ...ran, sourceId: source.sourceId }
    await assertShown(product, { ...told, name: 'openlineage-and-otel' }, isRecorded)
    const api = { url, settings: READER }
    const polled = await polledSource(product, 'airflow', api)
    try {
      const asked = { ...ran, sourceId: polled.sourceId }
      await assertKept(product, asked)
      await assertShown(product, { ...asked, name: 'poll' }, isRecorded)
      await askedAsWell(product, source.sourceId, api)
      await assertKept(product, told)
      await assertShown(product, { ...told, name: 'all-ways' }, isRecorded)
    } finally {
      await polled.stop()
    }
  } finally {
    await server.stop()
  }
}

const VERSION = [
  `apache-airflow ${AIRFLOW.core}`,
  `apache-airflow-providers-openlineage ${AIRFLOW.openLineage}`,
  `apache-airflow-providers-fab ${AIRFLOW.fab}`,
].join(', ')

/** `airflow standalone` knows no users that are added: its parts are started one by one. */
const scriptOf = (code: (way: string, label: string) => string): string =>
  [
    'set -e',
    code('openlineage', 'Environment'),
    code('opentelemetry', 'Environment'),
    'airflow db migrate',
    code('poll', 'Shell'),
    ADD_ADMIN,
    'airflow scheduler &',
    'airflow dag-processor &',
    'exec airflow api-server',
  ].join('\n')

const environmentOf = (home: string, port: number): Record<string, string> => ({
  AIRFLOW_HOME: home,
  AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
  AIRFLOW__CORE__AUTH_MANAGER: 'airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager',
  AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://localhost:${port}/execution/`,
  AIRFLOW__CORE__PARALLELISM: '2',
  // A machine that has much else to do answers late, and Airflow then fails tasks that never began.
  AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT: '60',
  AIRFLOW__API__PORT: String(port),
  AIRFLOW__API__WORKERS: '1',
  AIRFLOW__API__BASE_URL: 'https://airflow.example.com',
})

/** Starts a DAG run by the API; false while Airflow does not know the DAG yet. */
async function hasStarted(url: string, flow: string): Promise<boolean> {
  const post = (at: string, body: unknown, token?: string) =>
    fetch(`${url}${at}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
  const given = await post('/auth/token', ADMIN).catch(() => null)
  if (given === null || !given.ok) return false
  const { access_token: token } = (await given.json()) as { access_token: string }
  const conf = { started_by: 'https://ci.example.com/runs/42' }
  const run = { logical_date: '2026-01-02T00:00:00Z', conf }
  return (await post(`/api/v2/dags/${flow}/dagRuns`, run, token)).ok
}

/** Waits for what the poll gets beside DAG runs: a version of each DAG, who started each, and the file that is broken. */
async function assertKept(product: BenchProduct, { sourceId }: Pick<Ran, 'sourceId'>): Promise<void> {
  const expected = [
    'broken.py import-error',
    ...FLOWS.map((flow) => `${flow} · ${ADMIN.username} event-log.trigger_dag_run`),
    ...FLOWS.map((flow) => `${flow} · version 1 dag-version`),
  ]
  let kept: string[] = []
  for (const end = Date.now() + KEPT_LIMIT_MS; Date.now() < end; await wait(500)) {
    const { rows } = await product.store.pool.query<{ said: string }>(
      `select distinct concat(subject, ' ', type) as said from events where source_id = $1 and protocol = 'poll'`,
      [sourceId],
    )
    kept = rows.map(({ said }) => said)
    if (expected.every((each) => kept.includes(each))) return
  }
  const missing = expected.filter((each) => !kept.includes(each))
  assert.deepEqual(missing, [], `of the API of Airflow came only ${kept.sort().join(', ')}`)
}
