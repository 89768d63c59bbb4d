import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { shownExecutions } from '@/lib/ingest/recorded/testing/shown-executions'
import type { BenchProduct } from '../../product/bench-product'
import { freePort } from '../../product/free-port'
import { runShell } from '../run-shell'
import { startServer } from '../start-server'
import { connectedSource } from './connected-source'
import { askedAsWell, polledSource } from './polled-source'
import { assertShown } from './recording'
import { until } from './until'

export const PREFECT = '3.8.8'

const FLOWS = path.join(import.meta.dirname, 'prefect-flows.py')
/** One of them calls another flow. */
const EXECUTIONS = 5
const LIMIT_MS = 120_000

/** A Prefect server with SQLite, connected by the automation of the guide and, as another source, asked by its API. */
export async function checkPrefect(
  python: string,
  product: BenchProduct,
  isRecorded: boolean,
): Promise<void> {
  const source = await connectedSource(product, 'prefect')
  const cwd = path.join(product.dir, 'prefect')
  fs.mkdirSync(cwd, { recursive: true })
  fs.writeFileSync(
    path.join(cwd, 'runledger_automation.py'),
    source.code('automation', 'runledger_automation.py'),
  )
  const port = await freePort()
  const api = `http://127.0.0.1:${port}/api`
  const surroundings = {
    cwd,
    path: path.dirname(python),
    environment: {
      PREFECT_HOME: path.join(cwd, 'home'),
      PREFECT_API_URL: api,
      PREFECT_UI_URL: 'https://prefect.example.com',
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    },
  }
  const server = startServer(`exec prefect server start --host 127.0.0.1 --port ${port}`, surroundings)
  try {
    await until(LIMIT_MS, server, () =>
      fetch(`${api}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    for (const file of [path.join(cwd, 'runledger_automation.py'), FLOWS]) {
      const { code, output } = await runShell(`python ${file}`, surroundings)
      assert.equal(code, 0, output)
    }
    const ran = { tool: 'prefect', version: `prefect ${PREFECT}`, kind: 'prefect', executions: EXECUTIONS }
    // Webhooks that Prefect calls at the same time end each other: what one flow says need not all come.
    const pushed = { ...ran, name: 'automation', sourceId: source.sourceId, losesSome: true as const }
    const { pool } = product.store
    await until(
      LIMIT_MS,
      server,
      async () => (await shownExecutions(pool, source.sourceId)).length === EXECUTIONS,
    )
    const polled = await polledSource(product, 'prefect', { url: api, settings: {} })
    try {
      await assertShown(product, { ...ran, name: 'poll', sourceId: polled.sourceId }, isRecorded)
      // The guide says to ask the API as well, which fills the gaps.
      await askedAsWell(product, source.sourceId, { url: api, settings: {} })
      await assertShown(product, pushed, isRecorded)
    } finally {
      await polled.stop()
    }
  } finally {
    await server.stop()
  }
}
