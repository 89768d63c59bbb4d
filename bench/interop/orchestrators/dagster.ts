import fs from 'node:fs'
import path from 'node:path'
import type { BenchProduct } from '../../product/bench-product'
import { freePort } from '../../product/free-port'
import { startServer } from '../start-server'
import { connectedSource } from './connected-source'
import { polledSource } from './polled-source'
import { assertShown } from './recording'
import { until } from './until'

export const DAGSTER = '1.13.27'

const JOBS = path.join(import.meta.dirname, 'dagster-jobs.py')
const FLOWS = ['orders_ok', 'orders_fail', 'orders_retry']
/** The failed run is run again once. */
const EXECUTIONS = FLOWS.length + 1
const LIMIT_MS = 180_000

const INSTANCE = `run_retries: { enabled: true, max_retries: 0 }
telemetry: { enabled: false }
`

const LAUNCH = `mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) { __typename }
}`

/** `dagster dev`, connected by the sensors of the guide and, as another source, asked by its API. */
export async function checkDagster(
  python: string,
  product: BenchProduct,
  isRecorded: boolean,
): Promise<void> {
  const source = await connectedSource(product, 'dagster')
  const cwd = path.join(product.dir, 'dagster')
  writeProject(cwd, source.code)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const script = `${source.code('sensor', 'Environment')}
exec dagster dev -m shop.definitions -h 127.0.0.1 -p ${port}`
  const environment = { DAGSTER_HOME: path.join(cwd, 'home') }
  const server = startServer(script, { cwd, path: path.dirname(python), environment })
  try {
    for (const flow of FLOWS) await until(LIMIT_MS, server, () => hasStarted(url, flow))
    const ran = { tool: 'dagster', version: `dagster ${DAGSTER}`, kind: 'dagster', executions: EXECUTIONS }
    await assertShown(product, { ...ran, name: 'sensor', sourceId: source.sourceId }, isRecorded)
    const polled = await polledSource(product, 'dagster', { url, settings: {} })
    await assertShown(product, { ...ran, name: 'poll', sourceId: polled.sourceId }, isRecorded).finally(
      polled.stop,
    )
  } finally {
    await server.stop()
  }
}

/** A code location as the guide has it: the sensors beside the definitions. */
function writeProject(cwd: string, code: (way: string, label: string) => string): void {
  const definitions = code('sensor', 'definitions.py')
    .replace('# jobs=[...], assets=[...], schedules=[...],', `jobs=[${FLOWS.join(', ')}],`)
    .replace('\n\n', `\n\nfrom .jobs import ${FLOWS.join(', ')}\n`)
  const files = {
    'home/dagster.yaml': INSTANCE,
    'shop/__init__.py': '',
    'shop/jobs.py': fs.readFileSync(JOBS, 'utf8'),
    'shop/runledger.py': code('sensor', 'runledger.py'),
    'shop/definitions.py': definitions,
  }
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
    fs.writeFileSync(path.join(cwd, file), text)
  }
}

/** Launches a job by GraphQL; false while Dagster does not know it yet. */
async function hasStarted(url: string, jobName: string): Promise<boolean> {
  const selector = { jobName, repositoryName: '__repository__', repositoryLocationName: 'shop.definitions' }
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: LAUNCH, variables: { params: { selector, runConfigData: {} } } }),
  }).catch(() => null)
  if (answer === null || !answer.ok) return false
  const { data } = (await answer.json()) as { data: { launchRun: { __typename: string } } | null }
  return data?.launchRun.__typename === 'LaunchRunSuccess'
}
