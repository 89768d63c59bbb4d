import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startCollector } from './interop/collector'
import { checkPythonSdk } from './interop/python-sdk'
import { checkApi } from './interop/schemathesis'
import { assertLogs, assertTraces, sendLogs, sendTraces, type Target } from './interop/telemetrygen'
import { obtainTools, type Tool, type Tools } from './interop/tools'
import { type BenchProduct, benchProduct, removeOnInterrupt } from './product/bench-product'
import { table } from './report/table'

/** One client in one manner of sending. `needs` names the programs that it takes. */
type Case = {
  client: string
  needs: (keyof Tools)[]
  run: (paths: Record<keyof Tools, string>) => Promise<void>
}

type Outcome = { client: string; outcome: 'ok' | 'failed' | 'skipped'; note: string }

const KILL_AFTER_MS = 2_000
const DOWN_MS = 1_500

await main()

async function main(): Promise<void> {
  const tools = obtainTools(path.resolve('.runledger/interop'))
  const product = await benchProduct()
  removeOnInterrupt(product)
  const outcomes: Outcome[] = []
  try {
    await product.ingest.start()
    for (const one of casesFor(product)) {
      const outcome = await outcomeOf(one, tools)
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

async function outcomeOf(one: Case, tools: Tools): Promise<Outcome> {
  const missing = one.needs.map((name) => ({ name, tool: tools[name] })).find(({ tool }) => 'missing' in tool)
  if (missing !== undefined && 'missing' in missing.tool) {
    return {
      client: one.client,
      outcome: 'skipped',
      note: `${missing.name} cannot be had: ${missing.tool.missing}`,
    }
  }
  const from = performance.now()
  try {
    await one.run({
      telemetrygen: pathOf(tools.telemetrygen),
      collector: pathOf(tools.collector),
      python: pathOf(tools.python),
      schemathesis: pathOf(tools.schemathesis),
    })
    return { client: one.client, outcome: 'ok', note: `${((performance.now() - from) / 1000).toFixed(1)} s` }
  } catch (error) {
    return {
      client: one.client,
      outcome: 'failed',
      note: error instanceof Error ? error.message : String(error),
    }
  }
}

function pathOf(tool: Tool): string {
  return 'missing' in tool ? '' : tool.path
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
    {
      client: 'Schemathesis on the API',
      needs: ['schemathesis'],
      run: ({ schemathesis }) => checkApi(schemathesis, product),
    },
  ]
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
