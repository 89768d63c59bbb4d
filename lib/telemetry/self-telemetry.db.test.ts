import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { node, tracing } from '@opentelemetry/sdk-node'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { setUp } from '@/db/store/set-up'
import { createTelemetryWriter } from '@/db/store/write-telemetry'
import { testDatabase } from '@/db/testing/test-database'
import { ingestAuthenticator } from '@/lib/auth/ingest-token'
import { createReceiver } from '@/lib/ingest/receive/http'
import { RateLimitedSampler } from './rate-limited-sampler'
import { selfToken } from './self-token'
import { tracedSink } from './traced-sink'
import { tracedWork } from './traced-work'

const SECRET = 'the secret of the installation under test'

const database = await testDatabase()
const { token } = await setUp(
  {
    organization: 'Acme',
    email: 'ada@example.com',
    name: 'Ada',
    password: 'correct horse battery',
    team: 'core',
    source: { name: 'orders', kind: 'otlp', environment: 'production' },
  },
  {},
  database.db,
)
const writer = createTelemetryWriter({
  connectionString: database.url,
  writers: 1,
  queueBytes: 2 ** 24,
  clock: Date.now,
  report: (error) => {
    throw error
  },
})
const receiver = createReceiver({
  sink: tracedSink(writer),
  authenticate: ingestAuthenticator(
    () => database.db,
    () => SECRET,
  ),
  bodyBytesMax: 2 ** 20,
  itemsPerSecondDefault: 10_000,
  clock: Date.now,
  report: (error) => {
    throw error
  },
})
const server = http.createServer((request, response) => void receiver.handle(request, response))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const exporterAs = (secret: string) => new OTLPTraceExporter({ url, headers: bearer(secret) })
/** Everything this process traces goes to itself, as in production. */
const own = new node.NodeTracerProvider({
  sampler: new tracing.ParentBasedSampler({ root: new RateLimitedSampler(100) }),
  spanProcessors: [new tracing.BatchSpanProcessor(exporterAs(selfToken(SECRET)))],
})
own.register()

afterAll(async () => {
  await own.shutdown()
  trace.disable()
  context.disable()
  propagation.disable()
  server.close()
  server.closeAllConnections()
  await writer.close()
  await database.close()
})

const stored = async (): Promise<string[]> => {
  const found = await database.db.execute<{ name: string }>(
    sql`select name from spans order by started_at, name`,
  )
  return found.rows.map(({ name }) => name)
}

/** A span of somebody else, sent as their exporter would. */
async function othersSpan(name: string): Promise<void> {
  const provider = new tracing.BasicTracerProvider({
    spanProcessors: [new tracing.BatchSpanProcessor(exporterAs(token))],
  })
  provider.getTracer('orders').startSpan(name, {}, ROOT_CONTEXT).end()
  await provider.shutdown()
}

test('what others send is traced; sending that trace to ourselves is not, however often', async () => {
  await othersSpan('nightly')
  for (let interval = 0; interval < 5; interval++) await own.forceFlush()
  expect(await stored()).toEqual(['nightly', 'receive traces'])
})

test('jobs are traced with the queries they ask, and queries that nobody traced asks are not', async () => {
  const before = await stored()
  await database.db.execute(sql`select 1 from flows`)
  await tracedWork('apply-retention', {}, () => database.db.execute(sql`select 1 from flows`))
  for (let interval = 0; interval < 5; interval++) await own.forceFlush()
  expect((await stored()).filter((name) => !before.includes(name)).sort()).toEqual([
    'apply-retention',
    'select flows',
  ])
})

test('under load only so many new traces a second begin', () => {
  let second = 0
  const sampler = new RateLimitedSampler(2, () => second * 1000)
  const sampled = () => sampler.shouldSample(ROOT_CONTEXT, '', 'any', SpanKind.SERVER, {}).decision !== 0
  expect([sampled(), sampled(), sampled()]).toEqual([true, true, false])
  second = 1
  expect(sampled()).toBe(true)
})
