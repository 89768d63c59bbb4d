import { parseArgs } from 'node:util'
import { Client } from 'undici'
import { lineageTraffic } from './events/lineage-traffic'
import { Latencies } from './load/latencies'
import { type BenchProduct, benchProduct, removeOnInterrupt } from './product/bench-product'
import { machine } from './report/machine'
import { cpuSeconds } from './report/process-figures'
import { grouped } from './report/table'

const USAGE = `Measures how many OpenLineage events a second are folded and durable before they are acknowledged.

  npm run bench:events -- [options]
  --events <n>     events, one a request (60000)
  --clients <n>    connections that send at once (256)
  --profile <dir>  writes a CPU profile of the ingest process`

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '60000' },
    clients: { type: 'string', default: '256' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

type Sent = { acked: number; seconds: number; latencies: Latencies }

async function main(): Promise<void> {
  const product = await benchProduct(values.profile === undefined ? {} : { profileDir: values.profile })
  removeOnInterrupt(product)
  try {
    await product.ingest.start()
    await send(product, [...lineageTraffic(2_000)], Number(values.clients))
    const bodies = [...lineageTraffic(Number(values.events))]
    const before = processorTimes(product)
    const sent = await send(product, bodies, Number(values.clients))
    const after = processorTimes(product)
    await assertStored(product, sent.acked + 2_000)
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0) / bodies.length
    const micros = (of: 'ingest' | 'postgres') => Math.round(((after[of] - before[of]) * 1e6) / sent.acked)
    const rate = sent.acked / sent.seconds
    console.log(
      `${grouped(sent.acked)} events of ${Math.round(bytes)} bytes on average in ${sent.seconds.toFixed(1)} s: ` +
        `${grouped(rate)} a second acknowledged, p50 ${sent.latencies.quantile(0.5).toFixed(0)} ms, ` +
        `p99 ${sent.latencies.quantile(0.99).toFixed(0)} ms; ingest ${micros('ingest')} us an event, Postgres ${micros('postgres')} us`,
    )
    const runs = await measureLargeRuns(product)
    const version = await product.store.pool.query<{ server_version: string }>('show server_version')
    const [small, large] = runs
    console.log(
      JSON.stringify({
        machine: machine(version.rows[0]?.server_version ?? 'unknown'),
        events_per_second: Math.round(rate),
        p50_ms: Math.round(sent.latencies.quantile(0.5)),
        p99_ms: Math.round(sent.latencies.quantile(0.99)),
        ingest_micros: micros('ingest'),
        postgres_micros: micros('postgres'),
        run_of_500_micros_an_event: small,
        run_of_2000_micros_an_event: large,
      }),
    )
    await product.ingest.stop()
  } finally {
    await product.remove()
  }
}

/** One execution of so many events, in any order: microseconds an event. Linear where both are alike. */
async function measureLargeRuns(product: BenchProduct): Promise<number[]> {
  const figures: number[] = []
  for (const events of [500, 2_000]) {
    const bodies = [...lineageTraffic(events, (events - 2) / 2)].reverse()
    const { seconds } = await send(product, bodies, 8)
    figures.push(Math.round((seconds * 1e6) / events))
    console.log(`one execution of ${grouped(events)} events, the last first: ${figures.at(-1)} us an event`)
  }
  return figures
}

async function send(product: BenchProduct, bodies: readonly Buffer[], clients: number): Promise<Sent> {
  const latencies = new Latencies()
  const started = performance.now()
  let next = 0
  let acked = 0
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.token}` }
  const work = async (): Promise<void> => {
    const client = new Client(`http://127.0.0.1:${product.httpPort}`)
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const at = performance.now()
      const answer = await client.request({ path: '/api/v1/lineage', method: 'POST', headers, body })
      const text = await answer.body.text()
      if (answer.statusCode !== 201)
        throw new Error(`not acknowledged: ${answer.statusCode} ${text.slice(0, 200)}`)
      latencies.add(performance.now() - at)
      acked++
    }
    await client.close()
  }
  await Promise.all(Array.from({ length: clients }, work))
  return { acked, seconds: (performance.now() - started) / 1000, latencies }
}

/** What was acknowledged is there, once, and folded. */
async function assertStored(product: BenchProduct, expected: number): Promise<void> {
  const { rows } = await product.store.pool.query<{ events: string; told: string }>(
    `select count(*) as events, count(*) filter (where verdict = 'told') as told from events`,
  )
  if (Number(rows[0]?.events) !== expected || Number(rows[0]?.told) !== expected)
    throw new Error(`${expected} were acknowledged, stored are ${JSON.stringify(rows[0])}`)
}

const processorTimes = (product: BenchProduct) => ({
  ingest: cpuSeconds(product.ingest.pid),
  postgres: cpuSeconds(product.database.pid),
})

if (values.help) console.log(USAGE)
else await main()
