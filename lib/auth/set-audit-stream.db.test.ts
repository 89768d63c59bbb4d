import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { listAuditStreams } from '@/db/queries/list-audit-streams'
import { auditStreams } from '@/db/schema/audit-streams'
import { pauseStream, removeStream } from '@/db/store/change-audit-streams'
import { testScope } from '@/db/testing/scopes'
import { CLIENT_KEY, LOOPBACK_KEY } from '@/lib/jobs/testing/loopback-key'
import { SETTING, StreamWorld } from '@/lib/jobs/testing/stream-world'
import type { StreamTarget } from '@/lib/model/audit-stream'
import { changeStream, rotateStream, testStream } from './set-audit-stream'

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

describe('verbs', () => {
  test('are each an entry, and none holds a secret', async () => {
    const { streamId, secret } = await world.add(world.webhook())
    world.takeHooks([secret])
    expect(await testStream(world.owner, streamId)).toEqual({ error: null })
    await changeStream(world.owner, streamId, { ...SETTING, name: 'Other', target: world.webhook('/other') })
    await pauseStream(world.owner, streamId, true, world.database.db)
    await pauseStream(world.owner, streamId, false, world.database.db)
    const rotated = await rotateStream(world.owner, streamId, null)
    await removeStream(world.owner, streamId, world.database.db)
    const listed = await listAuditEntries(world.owner, { targetKind: 'audit_stream' }, 50, world.database.db)
    expect(listed.map(({ action }) => action.slice('audit_stream.'.length)).toReversed()).toEqual([
      ...['created', 'tested', 'changed', 'paused', 'resumed', 'rotated', 'removed'],
    ])
    const { rows } = await world.database.db.execute(
      sql`select before, after from audit_entries where org_id = ${world.log.orgId}`,
    )
    for (const each of [secret, rotated.secret]) expect(JSON.stringify(rows)).not.toContain(each)
    expect(await world.streams()).toEqual([])
  })

  test('are for owners, and a refused one is an entry too', async () => {
    const { streamId } = await world.add(world.webhook())
    const other = testScope({
      orgId: world.log.orgId,
      teams: { '00000000-0000-4000-8000-00000000000a': 'admin' },
    })
    await expect(listAuditStreams(other, world.database.db)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(pauseStream(other, streamId, true, world.database.db)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(testStream(other, streamId)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(rotateStream(other, streamId, null)).rejects.toMatchObject({ code: 'forbidden' })
    const theirs = testScope({ orgId: '00000000-0000-4000-8000-0000000000ff', isOwner: true })
    await expect(rotateStream(theirs, streamId, null)).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeStream(theirs, streamId, world.database.db)).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await listAuditEntries(world.owner, { outcome: 'denied' }, 5, world.database.db)).toMatchObject([
      { action: 'audit.write' },
    ])
  })

  test('tell no secret and send none to another server than it was given for', async () => {
    const target = (url: string): StreamTarget => ({
      kind: 'otlp',
      settings: { url, header: 'authorization' },
    })
    const { streamId } = await world.add(target(`${world.tool.address}/v1/logs`), {
      secret: 'Bearer of-the-first',
    })
    expect(JSON.stringify(await world.streams())).not.toContain('of-the-first')
    const stored = await world.database.db.select().from(auditStreams)
    expect(JSON.stringify(stored)).not.toContain('of-the-first')
    await expect(
      changeStream(world.owner, streamId, {
        ...SETTING,
        target: target('https://elsewhere.example.com/v1/logs'),
      }),
    ).rejects.toMatchObject({ path: 'secret' })
    await changeStream(world.owner, streamId, { ...SETTING, target: target(`${world.tool.address}/other`) })
    await expect(
      changeStream(world.owner, streamId, { ...SETTING, target: world.webhook() }),
    ).rejects.toMatchObject({
      path: 'kind',
    })
  })

  test('take a client certificate with its own key alone, which is kept where it is renewed', async () => {
    const target = (clientCertificate: string, isTls = true): StreamTarget => ({
      kind: 'syslog',
      settings: { host: '127.0.0.1', port: 6514, isTls, ca: '', clientCertificate },
    })
    const { cert, key } = CLIENT_KEY
    const refused = (path: string) => ({ code: 'invalid', path })
    await expect(world.add(target(cert))).rejects.toMatchObject(refused('secret'))
    await expect(world.add(target(cert), { secret: LOOPBACK_KEY.key })).rejects.toMatchObject(
      refused('secret'),
    )
    await expect(world.add(target(''), { secret: key })).rejects.toMatchObject(refused('secret'))
    await expect(world.add(target(cert, false), { secret: key })).rejects.toMatchObject(
      refused('clientCertificate'),
    )
    const { streamId } = await world.add(target(cert), { secret: key })
    await changeStream(world.owner, streamId, { ...SETTING, target: target(`${cert}\n${LOOPBACK_KEY.cert}`) })
    expect(await world.only()).toMatchObject({ hasSecret: true })
    await expect(
      changeStream(world.owner, streamId, { ...SETTING, target: target(LOOPBACK_KEY.cert) }),
    ).rejects.toMatchObject(refused('secret'))
    const stored = await world.database.db.select().from(auditStreams)
    expect(JSON.stringify([stored, await world.streams()])).not.toContain('PRIVATE KEY')
    await changeStream(world.owner, streamId, { ...SETTING, target: target('') })
    expect(await world.only()).toMatchObject({ hasSecret: false })
  })

  test.for<[string, StreamTarget]>([
    ['webhook', { kind: 'webhook', settings: { url: 'http://169.254.169.254/latest' } }],
    [
      'syslog',
      {
        kind: 'syslog',
        settings: { host: '169.254.169.254', port: 514, isTls: false, ca: '', clientCertificate: '' },
      },
    ],
  ])('refuse the address of a metadata service to a %s', async ([, target]) => {
    const { streamId } = await world.add(target)
    expect((await testStream(world.owner, streamId)).error).toContain('does not ask')
  })
})
