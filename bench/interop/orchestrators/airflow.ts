import fs from 'node:fs'
import path from 'node:path'
import type { BenchProduct } from '../../product/bench-product'
import { freePort } from '../../product/free-port'
import { startServer } from '../start-server'
import { connectedSource } from './connected-source'
import { assertShown } from './recording'
import { until } from './until'

export const AIRFLOW = { core: '3.3.2', openLineage: '2.20.3' }

const DAGS = path.join(import.meta.dirname, 'airflow-dags.py')
const FLOWS = ['orders_ok', 'orders_fail', 'orders_retry']
const LIMIT_MS = 240_000

/** `airflow standalone` with SQLite, telling of its DAG runs by OpenLineage and by OpenTelemetry at once. */
export async function checkAirflow(
  python: string,
  product: BenchProduct,
  isRecorded: boolean,
): Promise<void> {
  const source = await connectedSource(product, 'airflow')
  const home = path.join(product.dir, 'airflow')
  fs.mkdirSync(path.join(home, 'dags'), { recursive: true })
  fs.copyFileSync(DAGS, path.join(home, 'dags', 'shop.py'))
  const port = await freePort()
  const script = [
    source.code('openlineage', 'Environment'),
    source.code('opentelemetry', 'Environment'),
    'exec airflow standalone',
  ].join('\n')
  const server = startServer(script, {
    cwd: home,
    path: path.dirname(python),
    environment: {
      AIRFLOW_HOME: home,
      AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
      AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: 'True',
      AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://localhost:${port}/execution/`,
      AIRFLOW__CORE__PARALLELISM: '2',
      AIRFLOW__API__PORT: String(port),
      AIRFLOW__API__WORKERS: '1',
      AIRFLOW__API__BASE_URL: 'https://airflow.example.com',
    },
  })
  try {
    for (const flow of FLOWS) await until(LIMIT_MS, server, () => hasStarted(port, flow))
    const version = `apache-airflow ${AIRFLOW.core}, apache-airflow-providers-openlineage ${AIRFLOW.openLineage}`
    const ran = {
      tool: 'airflow',
      version,
      name: 'openlineage-and-otel',
      kind: 'airflow',
      executions: FLOWS.length,
    }
    await assertShown(product, { ...ran, sourceId: source.sourceId }, isRecorded)
  } finally {
    await server.stop()
  }
}

/** Starts a DAG run by the API; false while Airflow does not know the DAG yet. */
async function hasStarted(port: number, flow: string): Promise<boolean> {
  const api = `http://127.0.0.1:${port}`
  const given = await fetch(`${api}/auth/token`).catch(() => null)
  if (given === null || !given.ok) return false
  const { access_token: token } = (await given.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const conf = { started_by: 'https://ci.example.com/runs/42' }
  const answer = await fetch(`${api}/api/v2/dags/${flow}/dagRuns`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ logical_date: '2026-01-02T00:00:00Z', conf }),
  })
  return answer.ok
}
