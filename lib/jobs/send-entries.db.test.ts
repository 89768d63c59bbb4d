import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { auditStreams } from '@/db/schema/audit-streams'
import { changeStream, rotateStream, testStream } from '@/lib/auth/set-audit-stream'
import { encodeJsonRequest } from '@/lib/ingest/otlp/json-request'
import { TelemetryBatch } from '@/lib/ingest/otlp/telemetry-batch'
import { ANY_TIME } from '@/lib/ingest/otlp/testing/contexts'
import { storedLogs } from '@/lib/ingest/otlp/testing/stored-rows'
import type { StreamTarget } from '@/lib/model/audit-stream'
import { CLIENT_KEY, LOOPBACK_KEY } from './testing/loopback-key'
import { objectStore, syslogServer } from './testing/stream-receivers'
import { SETTING, StreamWorld, upTo } from './testing/stream-world'

let database: Awaited<ReturnType<typeof StreamWorld.database>>
let world: StreamWorld
beforeAll(async () => {
  vi.stubEnv('RUNLEDGER_SECRET', 'a secret for tests that is long enough')
  database = await StreamWorld.database()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await database.giveBack()
})
beforeEach(async () => {
  world = await StreamWorld.in(database)
})
afterEach(() => world.close())

describe('syslog', () => {
  test.for([
    ['TCP', undefined],
    ['TLS', LOOPBACK_KEY],
  ] as const)('over %s is read by its octet counts, also after the server was away', async ([, key]) => {
    const first = await syslogServer({ key })
    const ca = key?.cert ?? ''
    await world.add(
      {
        kind: 'syslog',
        settings: {
          host: '127.0.0.1',
          port: first.port,
          isTls: key !== undefined,
          ca,
          clientCertificate: '',
        },
      },
      { shape: 'ecs' },
    )
    await world.log.add(600, { reason: 'Grüße 🌍\n2nd line' })
    await world.turn()
    await first.stop()
    await world.log.add(5)
    await world.turn()
    expect(await world.only()).toMatchObject({ lastError: 'refuses connections at this address', behind: 5 })
    const second = await syslogServer({ key, port: first.port })
    world.closing(second.stop)
    world.clockMs += 5_000
    await world.turn()
    expect([...first.broken, ...second.broken]).toEqual([])
    const events = [...first.messages, ...second.messages].map(
      (message) => JSON.parse(message.slice(message.indexOf('] {') + 2)).event,
    )
    expect(events.map(({ sequence }) => sequence)).toEqual(upTo(606))
    expect(events[5]).toMatchObject({ reason: 'Grüße 🌍\n2nd line' })
    expect(first.messages[0]).toMatch(
      /^<110>1 \S+ ledger\.example\.com runledger - audit_stream\.created \[meta sequenceId="1"\] /,
    )
  })

  test('that is cut off in the middle is sent again, so that nothing is lost', async () => {
    const broken = net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    broken.listen(0, '127.0.0.1')
    await once(broken, 'listening')
    const { port } = broken.address() as AddressInfo
    await world.log.add(300)
    await world.add({
      kind: 'syslog',
      settings: { host: '127.0.0.1', port, isTls: false, ca: '', clientCertificate: '' },
    })
    await world.turn()
    expect(await world.only()).toMatchObject({ cursor: 0, attempts: 1, sent: 0 })
    broken.close()
    await once(broken, 'close')
    const server = await syslogServer({ port })
    world.closing(server.stop)
    world.clockMs += 5_000
    await world.turn()
    expect(server.messages).toHaveLength(301)
    expect(await world.only()).toMatchObject({ cursor: 301, lastError: null })
  })

  test('over TLS is not sent to a server whose certificate nobody vouches for', async () => {
    const server = await syslogServer({ key: LOOPBACK_KEY })
    world.closing(server.stop)
    await world.add({
      kind: 'syslog',
      settings: { host: '127.0.0.1', port: server.port, isTls: true, ca: '', clientCertificate: '' },
    })
    await world.turn()
    expect((await world.only()).lastError).toBe(
      'has a certificate that nobody signed (give it with the stream)',
    )
    expect(server.messages).toEqual([])
  })

  test('with mutual TLS is taken with the right client certificate only', async () => {
    const server = await syslogServer({ key: LOOPBACK_KEY, client: CLIENT_KEY.cert })
    world.closing(server.stop)
    const target = (clientCertificate: string): StreamTarget => ({
      kind: 'syslog',
      settings: {
        ...{ host: '127.0.0.1', port: server.port, isTls: true },
        ...{ ca: LOOPBACK_KEY.cert, clientCertificate },
      },
    })
    const { streamId } = await world.add(target(''))
    expect((await testStream(world.owner, streamId)).error).toBe('asks for a client certificate')
    await changeStream(world.owner, streamId, {
      ...SETTING,
      target: target(LOOPBACK_KEY.cert),
      secret: LOOPBACK_KEY.key,
    })
    expect((await testStream(world.owner, streamId)).error).toMatch(
      /^closed the connection at once, .* not take this client certificate$/,
    )
    expect(server.messages).toEqual([])
    await changeStream(world.owner, streamId, {
      ...SETTING,
      target: target(CLIENT_KEY.cert),
      secret: CLIENT_KEY.key,
    })
    await world.turn()
    expect(server.messages).toHaveLength(5)
    expect(await world.only()).toMatchObject({ lastError: null, behind: 0, hasSecret: true })
  })

  test('is not taken as read by a server that lets nobody in', async () => {
    const rude = net.createServer((socket) => socket.end())
    rude.listen(0, '127.0.0.1')
    await once(rude, 'listening')
    world.closing(async () => rude.close())
    const { port } = rude.address() as AddressInfo
    await world.add({
      kind: 'syslog',
      settings: { host: '127.0.0.1', port, isTls: false, ca: '', clientCertificate: '' },
    })
    await world.turn()
    expect(await world.only()).toMatchObject({
      cursor: 0,
      lastError: 'closed the connection at once, without reading',
    })
  })
})

test('OTLP logs come with their header, and those that were refused are sent again', async () => {
  await world.log.add(2)
  const target: StreamTarget = {
    kind: 'otlp',
    settings: { url: `${world.tool.address}/v1/logs`, header: 'authorization' },
  }
  await world.add(target, { secret: 'Bearer s3cret-of-otlp' })
  const bodies: string[] = []
  let partial: object = { partialSuccess: { rejectedLogRecords: '1', errorMessage: 'full' } }
  world.tool.script(({ body }) => {
    bodies.push(body)
    return { json: partial }
  })
  await world.turn()
  expect(await world.only()).toMatchObject({ lastError: 'refused 1 of 3 records', cursor: 0 })
  partial = {}
  world.clockMs += 5_000
  await world.turn()
  expect(await world.only()).toMatchObject({ lastError: null, cursor: 3 })
  expect(world.tool.headers.at(-1)?.authorization).toBe('Bearer s3cret-of-otlp')
  const batch = new TelemetryBatch()
  const { rejected } = batch.appendLogs(encodeJsonRequest('logs', bodies.at(-1) ?? ''), ANY_TIME)
  expect(rejected).toEqual([])
  expect(
    storedLogs(batch)
      .map(({ eventName }) => eventName)
      .toSorted(),
  ).toEqual([
    'runledger.audit.audit_stream.created',
    'runledger.audit.team.renamed',
    'runledger.audit.team.renamed',
  ])
})

describe('S3', () => {
  const key = { accessKeyId: 'AKIAEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+key', region: 'eu-central-1' }
  const addS3 = (endpoint: string, secret = key.secret) =>
    world.add(
      {
        kind: 's3',
        settings: {
          endpoint,
          region: key.region,
          bucket: 'audit-logs',
          prefix: 'runledger',
          accessKeyId: key.accessKeyId,
        },
      },
      { secret },
    )

  test('has objects of lines, signed, one for what came within a minute, and the same one when it is sent again', async () => {
    const store = await objectStore(key)
    world.closing(store.close)
    await world.log.add(3)
    await addS3(store.endpoint)
    await world.turn()
    expect(store.objects.size).toBe(0)
    world.clockMs += 61_000
    await world.turn()
    await world.database.db
      .update(auditStreams)
      .set({ cursor: 0 })
      .where(eq(auditStreams.orgId, world.log.orgId))
    await world.log.add(1)
    world.clockMs += 61_000
    await world.turn()
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
    expect([...store.objects.keys()]).toEqual([
      `/audit-logs/runledger/${world.log.orgId}/${day}/000000000001.jsonl`,
    ])
    const lines = [...store.objects.values()].join('').trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual(upTo(5))
    expect(store.answers).toEqual([200, 200])
  })

  test('that refuses before it has read is sent nothing, and what it says is told', async () => {
    let read = 0
    const refusing = http.createServer()
    refusing.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) => {
      request.on('data', (chunk: Buffer) => {
        read += chunk.length
      })
      response.writeHead(403, { connection: 'close' }).end('<Error><Code>AccessDenied</Code></Error>')
    })
    refusing.listen(0, '127.0.0.1')
    await once(refusing, 'listening')
    world.closing(async () => {
      refusing.closeAllConnections()
      refusing.close()
    })
    const { port } = refusing.address() as AddressInfo
    await world.log.add(1, { after: { text: 'x'.repeat(1_000_000) } })
    await addS3(`http://127.0.0.1:${port}`)
    world.clockMs += 61_000
    await world.turn()
    expect(await world.only()).toMatchObject({ cursor: 0, lastError: 'answered 403 (AccessDenied)' })
    expect(read).toBe(0)
  })

  test('that refuses the signature says so', async () => {
    const store = await objectStore(key)
    world.closing(store.close)
    const { streamId } = await addS3(store.endpoint, 'another secret')
    expect(await testStream(world.owner, streamId)).toEqual({ error: 'answered 403 (SignatureDoesNotMatch)' })
    await rotateStream(world.owner, streamId, key.secret)
    expect(await testStream(world.owner, streamId)).toEqual({ error: null })
    expect([...store.objects.keys()]).toEqual([
      `/audit-logs/runledger/${world.log.orgId}/runledger-test.jsonl`,
    ])
  })
})
