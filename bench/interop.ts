import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { checkAuditLog } from './interop/audit-log'
import { checkAuditStreams } from './interop/audit-streams/check'
import { startCollector } from './interop/collector'
import { checkGithubWebhooks } from './interop/github-webhooks'
import { checkAirflow } from './interop/orchestrators/airflow'
import { checkDagster } from './interop/orchestrators/dagster'
import { checkDbt } from './interop/orchestrators/dbt'
import { checkPrefect } from './interop/orchestrators/prefect'
import { checkPythonSdk } from './interop/python-sdk'
import { checkApi } from './interop/schemathesis'
import { assertLogs, assertTraces, sendLogs, sendTraces, type Target } from './interop/telemetrygen'
import { obtainTool, TOOL_NAMES, type Tool, type ToolName } from './interop/tools'
import { type BenchProduct, benchProduct, removeOnInterrupt } from './product/bench-product'
import { table } from './report/table'

/** One client in one manner of sending. `needs` names the programs that it takes. */
type Case = {
  client: string
  needs: ToolName[]
  run: (paths: Record<ToolName, string>) => Promise<void>
}

type Outcome = { client: string; outcome: 'ok' | 'failed' | 'skipped'; note: string }

const KILL_AFTER_MS = 2_000
const DOWN_MS = 1_500
const CACHE = path.resolve('.runledger/interop')

/** `--only dbt` for those whose name has that in it, `--record` to write what orchestrators send as their recordings. */
const { values: asked } = parseArgs({
  options: { only: { type: 'string', default: '' }, record: { type: 'boolean', default: false } },
})

await main()

async function main(): Promise<void> {
  const product = await benchProduct()
  removeOnInterrupt(product)
  const outcomes: Outcome[] = []
  try {
    await product.ingest.start()
    for (const one of casesFor(product).filter(({ client }) => client.includes(asked.only))) {
      const outcome = await outcomeOf(one)
      console.log(
        `${outcome.outcome.padEnd(8)}${outcome.client}${outcome.note === '' ? '' : `: ${outcome.note}`}`,
      )
      outcomes.push(outcome)
    }
    await product.ingest.stop()
  } finally {
    await product.remove()
  }
  console.log(
    `\n${table(
      [{ title: 'client' }, { title: 'outcome' }, { title: 'note' }],
      outcomes.map((one) => [one.client, one.outcome, one.note.split('\n')[0] ?? '']),
    )}\n`,
  )
  console.log(JSON.stringify(Object.fromEntries(outcomes.map((one) => [one.client, one.outcome]))))
  if (outcomes.some((one) => one.outcome === 'failed')) process.exitCode = 1
}

async function outcomeOf(one: Case): Promise<Outcome> {
  const tools = new Map(one.needs.map((name) => [name, obtainTool(name, CACHE)]))
  const missing = [...tools].map(([name, tool]) => ({ name, tool })).find(({ tool }) => 'missing' in tool)
  if (missing !== undefined && 'missing' in missing.tool) {
    return {
      client: one.client,
      outcome: 'skipped',
      note: `${missing.name} cannot be had: ${missing.tool.missing}`,
    }
  }
  const from = performance.now()
  try {
    const paths = TOOL_NAMES.map((name) => [name, pathOf(tools.get(name))])
    await one.run(Object.fromEntries(paths) as Record<ToolName, string>)
    return { client: one.client, outcome: 'ok', note: `${((performance.now() - from) / 1000).toFixed(1)} s` }
  } catch (error) {
    return {
      client: one.client,
      outcome: 'failed',
      note: error instanceof Error ? error.message : String(error),
    }
  }
}

function pathOf(tool: Tool | undefined): string {
  return tool === undefined || 'missing' in tool ? '' : tool.path
}

function casesFor(product: BenchProduct): Case[] {
  const direct = (protocol: 'grpc' | 'http'): Target => ({
    protocol,
    port: protocol === 'grpc' ? product.grpcPort : product.httpPort,
    token: product.token,
  })
  const protocols = ['grpc', 'http'] as const
  return [
    ...protocols.flatMap((protocol): Case[] => [
      {
        client: `telemetrygen traces over ${protocol}`,
        needs: ['telemetrygen'],
        run: async ({ telemetrygen }) => {
          const of = { service: `telemetrygen-${protocol}`, traces: 200 }
          await sendTraces(telemetrygen, direct(protocol), of)
          await assertTraces(product, of)
        },
      },
      {
        client: `telemetrygen logs over ${protocol}`,
        needs: ['telemetrygen'],
        run: async ({ telemetrygen }) => {
          const of = { service: `telemetrygen-logs-${protocol}`, logs: 200 }
          await sendLogs(telemetrygen, direct(protocol), of)
          await assertLogs(product, of)
        },
      },
      {
        client: `Python SDK over ${protocol}`,
        needs: ['python'],
        run: ({ python }) => checkPythonSdk(python, product, direct(protocol), `python-${protocol}`),
      },
    ]),
    ...(['otlp_grpc', 'otlp_http'] as const).flatMap((exporter): Case[] => [
      {
        client: `Collector ${exporter}`,
        needs: ['collector', 'telemetrygen'],
        run: ({ collector, telemetrygen }) =>
          throughCollector(product, collector, telemetrygen, exporter, false),
      },
      {
        client: `Collector ${exporter}, Postgres killed`,
        needs: ['collector', 'telemetrygen'],
        run: ({ collector, telemetrygen }) =>
          throughCollector(product, collector, telemetrygen, exporter, true),
      },
    ]),
    ...orchestrators(product),
    { client: "GitHub's example payloads", needs: [], run: () => checkGithubWebhooks(product) },
    {
      client: 'audit log, verified in Go',
      needs: ['audit-log'],
      run: (paths) => checkAuditLog(paths['audit-log']),
    },
    {
      client: 'audit streams into rsyslog, MinIO, the Collector and a webhook',
      needs: ['rsyslog', 'minio', 'collector', 'receivers'],
      run: (paths) => checkAuditStreams(paths, product),
    },
    {
      client: 'Schemathesis on the API',
      needs: ['schemathesis'],
      run: ({ schemathesis }) => checkApi(schemathesis, product),
    },
  ]
}

/** Each connected as its guide says: flows that succeed, fail and retry. */
function orchestrators(product: BenchProduct): Case[] {
  const checks = [
    ['dbt', checkDbt],
    ['airflow', checkAirflow],
    ['prefect', checkPrefect],
    ['dagster', checkDagster],
  ] as const
  return checks.map(([name, check]) => ({
    client: `${name}, by its guide`,
    needs: [name],
    run: (paths) => check(paths[name], product, asked.record),
  }))
}

/** telemetrygen to a Collector to Runledger; with `kill`, Postgres goes down in the middle and comes back. */
async function throughCollector(
  product: BenchProduct,
  program: string,
  telemetrygen: string,
  exporter: 'otlp_grpc' | 'otlp_http',
  kill: boolean,
): Promise<void> {
  const collector = await startCollector(program, product, exporter)
  try {
    const target: Target = { protocol: 'grpc', port: collector.grpcPort, token: 'not-needed-here' }
    const of = {
      service: `${exporter}${kill ? '-killed' : ''}`,
      traces: kill ? 3_000 : 500,
      ratePerSecond: kill ? 1_500 : 0,
    }
    const sending = sendTraces(telemetrygen, target, of)
    if (kill) {
      await wait(KILL_AFTER_MS)
      await product.database.kill()
      await wait(DOWN_MS)
      await product.database.startAgain()
    }
    await sending
    await assertTraces(product, of)
  } finally {
    await collector.stop()
  }
}
