import assert from 'node:assert/strict'
import path from 'node:path'
import { startChild } from '@/bin/supervisor/child'
import { inheritedEnvironment } from '@/lib/config'
import type { BenchProduct } from '../../product/bench-product'
import { buildProduct } from '../../product/build-product'
import { startConsole } from '../../read/console'
import { checkObjectStore } from './check-object-store'
import { assertEntries, entriesOf, logEntries, ofOrganization, syslogEntries } from './compare'
import { type Receiver, until, wholeLines } from './receiver'
import { collector, rsyslog, webhook } from './receivers'
import { StreamsApi } from './streams-api'
import { lastEntry, writeLog, writeMore } from './written-log'

type Programs = { rsyslog: string; minio: string; collector: string; receivers: string }
/** A stream that is set up, and what it is received by. */
type Streamed = { id: string; receiver: Receiver; file: string }

const LIMIT_MS = 40_000
const MORE = 700

/**
 * Streams an audit log into programs that others wrote, set up by the API as an owner does it. Each is killed in the middle
 * and comes back; what each has then is the log as it is exported, entry by entry.
 */
export async function checkAuditStreams(programs: Programs, product: BenchProduct): Promise<void> {
  buildProduct()
  await writeLog(product)
  const env = { RUNLEDGER_API_REQUESTS_PER_MINUTE: '100000', RUNLEDGER_LOG_LEVEL: 'error' }
  const running = await startConsole(product.database.url, product.dir, env)
  const worker = startChild('worker', process.cwd(), {
    ...inheritedEnvironment(),
    ...{ NODE_ENV: 'production', DATABASE_URL: product.database.url, RUNLEDGER_ROOT: process.cwd() },
    ...{ RUNLEDGER_DATA_DIR: product.dir, RUNLEDGER_URL: running.url, RUNLEDGER_SELF_TELEMETRY: 'off' },
    ...env,
  })
  try {
    await worker.ready
    const api = await StreamsApi.signedIn(running)
    const dir = path.join(product.dir, 'streams')
    const done = await Promise.allSettled([
      checkLive(programs, product, api, dir),
      checkObjectStore(programs, product, api, path.join(dir, 'minio')),
    ])
    for (const each of done) if (each.status === 'rejected') throw each.reason
  } finally {
    worker.kill('SIGTERM')
    await worker.ended
    await running.stop()
  }
}

/** Those that get entries within seconds: syslog, OpenTelemetry, a webhook. */
async function checkLive(
  programs: Programs,
  product: BenchProduct,
  api: StreamsApi,
  dir: string,
): Promise<void> {
  const logs = await rsyslog(programs.rsyslog, path.join(dir, 'rsyslog'))
  const otlp = await collector(programs.collector, path.join(dir, 'collector'))
  const hook = await webhook(programs.receivers, path.join(dir, 'webhook'))
  const receivers = [logs.receiver, otlp.receiver, hook.receiver]
  try {
    hook.know('whsec_bm90IHlldCBrbm93biB0byB0aGUgcmVjZWl2ZXI=')
    await Promise.all(receivers.map((each) => each.start()))
    const [plain, tls, mutual, collected, hooked] = await Promise.all([
      addPlain(api, logs),
      addTls(api, logs),
      addMutual(api, logs),
      addCollector(api, otlp),
      addWebhook(api, hook),
    ])
    await killedAndBack([plain, tls, mutual, collected, hooked], product, api)
    const last = await lastEntry(product)
    const own = ofOrganization(product.orgId, await api.exported('jsonl'))
    assertEntries(syslogEntries(wholeLines(plain.file)), own, last)
    assertEntries(syslogEntries(wholeLines(mutual.file)), own, last)
    assertEntries(syslogEntries(wholeLines(tls.file)), await api.exported('ecs'), last)
    assertEntries(logEntries(wholeLines(collected.file), product.orgId), own, last)
    assertEntries(hookEntries(wholeLines(hooked.file)), own, last)
  } finally {
    await Promise.all(receivers.map((each) => each.kill()))
  }
}

/** All are killed while entries come, more are written, the streams say so; then all are started and catch up. */
async function killedAndBack(streams: Streamed[], product: BenchProduct, api: StreamsApi): Promise<void> {
  const receivers = [...new Set(streams.map(({ receiver }) => receiver))]
  for (const { file } of streams)
    await until(`something in ${file}`, LIMIT_MS, () => wholeLines(file).length > 0)
  await Promise.all(receivers.map((each) => each.kill()))
  await writeMore(product, MORE)
  for (const { id } of streams)
    await until('a stream says that its target is away', LIMIT_MS, async () => {
      const { lastError, behind } = await api.of(id)
      return lastError !== null && behind >= MORE
    })
  await Promise.all(receivers.map((each) => each.start()))
  for (const { id } of streams) assert.equal(await api.test(id), null)
  const last = await lastEntry(product)
  for (const { id, file } of streams) {
    await until(`${file} has caught up`, LIMIT_MS, async () => (await api.of(id)).cursor >= last)
    const { lastError, missed } = await api.of(id)
    assert.deepEqual({ lastError, missed }, { lastError: null, missed: 0 })
  }
}

type Rsyslog = Awaited<ReturnType<typeof rsyslog>>
const syslogTarget = (port: number, settings: object) => ({
  kind: 'syslog',
  settings: { host: '127.0.0.1', port, ...settings },
})

async function addPlain(api: StreamsApi, { receiver, ports, fileOf }: Rsyslog): Promise<Streamed> {
  const target = syslogTarget(ports.plain, { isTls: false })
  const { streamId: id } = await api.add({ name: 'syslog', target })
  return { id, receiver, file: fileOf('plain') }
}

/** Nothing goes to a server whose authority is not known, or another; with the right one it does. */
async function addTls(api: StreamsApi, { receiver, ports, pem, fileOf }: Rsyslog): Promise<Streamed> {
  const setting = (ca: string) => ({
    name: 'syslog over TLS',
    shape: 'ecs',
    target: syslogTarget(ports.tls, { ca }),
  })
  const { streamId: id } = await api.add(setting(''))
  const unknown = 'has a certificate of an authority that is not known here (give it with the stream)'
  assert.equal(await api.test(id), unknown)
  await api.change(id, setting(pem('other.pem')))
  assert.equal(await api.test(id), unknown)
  assert.deepEqual(wholeLines(fileOf('tls')), [])
  await api.change(id, setting(pem('ca.pem')))
  assert.equal(await api.test(id), null)
  return { id, receiver, file: fileOf('tls') }
}

/** A server that asks for a certificate of ours gets nothing without the right one. */
async function addMutual(api: StreamsApi, { receiver, ports, pem, fileOf }: Rsyslog): Promise<Streamed> {
  const setting = (client: string | null) => ({
    name: 'syslog over mutual TLS',
    target: syslogTarget(ports.mutual, {
      ca: pem('ca.pem'),
      ...(client === null ? {} : { clientCertificate: pem(`${client}.pem`) }),
    }),
    ...(client === null ? {} : { secret: pem(`${client}.key`) }),
  })
  const { streamId: id } = await api.add(setting(null))
  assert.match((await api.test(id)) ?? 'taken', /ask(s)? for a client certificate/)
  await api.change(id, setting('other'))
  assert.match((await api.test(id)) ?? 'taken', /not take this client certificate/)
  await until('the stream says that its certificate is not taken', LIMIT_MS, async () =>
    /client certificate/.test((await api.of(id)).lastError ?? ''),
  )
  const { cursor, hasSecret } = await api.of(id)
  assert.deepEqual({ cursor, hasSecret }, { cursor: 0, hasSecret: true })
  assert.deepEqual(wholeLines(fileOf('mutual')), [])
  await api.change(id, setting('client'))
  assert.equal(await api.test(id), null)
  return { id, receiver, file: fileOf('mutual') }
}

async function addCollector(
  api: StreamsApi,
  { receiver, url, file }: Awaited<ReturnType<typeof collector>>,
): Promise<Streamed> {
  const target = { kind: 'otlp', settings: { url, header: 'x-collector-key' } }
  const { streamId: id } = await api.add({ name: 'Collector', target, secret: 'of the collector' })
  assert.equal(await api.test(id), null)
  return { id, receiver, file }
}

/** Refused until the receiver has the secret, and taken by the next secret while both sign. */
async function addWebhook(
  api: StreamsApi,
  { receiver, url, file, know }: Awaited<ReturnType<typeof webhook>>,
): Promise<Streamed> {
  const { streamId: id, secret } = await api.add({
    name: 'webhook',
    target: { kind: 'webhook', settings: { url } },
  })
  assert.equal(await api.test(id), 'answered 401')
  know(secret ?? '')
  assert.equal(await api.test(id), null)
  know((await api.rotate(id, null)) ?? '')
  assert.equal(await api.test(id), null)
  return { id, receiver, file }
}

const hookEntries = (messages: readonly string[]) =>
  messages.flatMap((message) => {
    const { type, data } = JSON.parse(message) as { type: string; data: { entries: unknown[] } }
    return type === 'audit.entries' ? entriesOf(data.entries.map((each) => JSON.stringify(each))) : []
  })
