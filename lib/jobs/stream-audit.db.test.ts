import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { addStream, pauseStream } from '@/db/store/change-audit-streams'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { rotateStream } from '@/lib/auth/set-audit-stream'
import { AuditStreamer, streamWaitMs } from './stream-audit'
import { SETTING, StreamWorld, seqsOf, upTo } from './testing/stream-world'

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

describe('a webhook', () => {
  test('gets every entry once and in order, signed, in messages of a hundred', async () => {
    await world.log.add(250)
    const { secret } = await world.add(world.webhook())
    const { taken } = world.takeHooks([secret])
    await world.turn()
    expect(seqsOf(taken)).toEqual(upTo(251))
    expect(taken).toHaveLength(3)
    expect(await world.only()).toMatchObject({
      cursor: 251,
      behind: 0,
      behindSince: null,
      sent: 251,
      missed: 0,
      lastError: null,
    })
    await world.turn()
    expect(taken).toHaveLength(3)
  })

  test('that was down gets what it missed when it is back, nothing lost, in order', async () => {
    const { secret } = await world.add(world.webhook())
    const { taken, status } = world.takeHooks([secret])
    await world.log.add(3)
    await world.turn()
    status.now = 503
    await world.log.add(120)
    await world.turn()
    expect(await world.only()).toMatchObject({
      lastError: 'answered 503',
      attempts: 1,
      cursor: 4,
      behind: 120,
    })
    // Not before its time.
    const asked = world.tool.asked.length
    await world.turn()
    expect(world.tool.asked).toHaveLength(asked)
    world.clockMs += 5_000
    await world.turn()
    expect(await world.only()).toMatchObject({ attempts: 2 })
    status.now = 204
    await world.log.add(7)
    world.clockMs += 10_000
    await world.turn()
    expect(seqsOf(taken)).toEqual(upTo(131))
    expect(await world.only()).toMatchObject({
      lastError: null,
      failingSince: null,
      attempts: 0,
      nextAttemptAt: null,
      behind: 0,
    })
  })

  test('is sent the same message again when nobody knows whether it was taken', async () => {
    await world.log.add(2)
    await world.add(world.webhook())
    const bodies: string[] = []
    const ids: unknown[] = []
    world.tool.script(({ body }) => {
      bodies.push(body)
      ids.push(world.tool.headers.at(-1)?.['webhook-id'])
      return { status: bodies.length === 1 ? 500 : 204, text: '' }
    })
    await world.turn()
    world.clockMs += 5_000
    await world.turn()
    expect(bodies[1]).toBe(bodies[0])
    expect(ids[1]).toBe(ids[0])
  })

  test('with another secret is signed with the old one too, for a day', async () => {
    const made = await world.add(world.webhook())
    const rotated = await rotateStream(world.owner, made.streamId, null, new Date(world.clockMs))
    const old = world.takeHooks([made.secret])
    await world.log.add(1)
    await world.turn()
    expect(old.taken).toHaveLength(1)
    world.clockMs += 24 * 3_600_000 + 1_000
    await world.log.add(1)
    await world.turn()
    expect((await world.only()).lastError).toBe('answered 401')
    const fresh = world.takeHooks([rotated.secret])
    world.clockMs += 60_000
    await world.turn()
    expect(seqsOf(fresh.taken)).toEqual([4])
    expect(rotated.secret).not.toBe(made.secret)
  })
})

test('a target that gives no answer keeps no other one waiting', async () => {
  const slow = await world.add(world.webhook('/slow'), { name: 'slow' })
  const quick = await world.add(world.webhook('/quick'), { name: 'quick' })
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const taken: string[] = []
  world.tool.script(async ({ url, body }) => {
    if (url.pathname === '/slow') await held
    else taken.push(body)
    return { status: 204, text: '' }
  })
  await world.streamer.look()
  await vi.waitFor(async () => expect(seqsOf(taken)).toEqual([1, 2]))
  await world.log.add(1)
  await vi.waitFor(async () => {
    await world.streamer.look()
    expect(seqsOf(taken)).toEqual([1, 2, 3])
  })
  expect((await world.streams()).map(({ id, sent }) => [id, sent])).toEqual([
    [quick.streamId, 3],
    [slow.streamId, 0],
  ])
  release()
  await world.streamer.settled()
  expect((await world.streams()).map(({ sent }) => sent)).toEqual([3, 3])
})

describe('what is sent', () => {
  test('is what the filter lets through: a noun, an action, a team', async () => {
    const teamId = '00000000-0000-4000-8000-00000000000a'
    await world.add(world.webhook('/a'), {
      name: 'a',
      filter: { teamIds: null, actions: ['source', 'token.created'] },
    })
    await world.add(world.webhook('/b'), { name: 'b', filter: { teamIds: [teamId], actions: null } })
    const got: Record<string, string[]> = { '/a': [], '/b': [] }
    world.tool.script(({ url, body }) => {
      for (const { action } of JSON.parse(body).data.entries) got[url.pathname]?.push(action)
      return { status: 204, text: '' }
    })
    for (const action of ['source.created', 'sourced.x', 'token.created', 'token.revoked', 'source.updated'])
      await world.log.add(1, {
        action,
        target: { kind: 'source', id: 'x', teamId: action === 'token.revoked' ? teamId : null },
      })
    await world.turn()
    expect(got).toEqual({
      '/a': ['source.created', 'token.created', 'source.updated'],
      '/b': ['token.revoked'],
    })
    expect((await world.streams()).map(({ behind, sent }) => [behind, sent])).toEqual([
      [0, 3],
      [0, 1],
    ])
  })

  test('begins with what comes next where that was asked for', async () => {
    await world.log.add(4)
    await addStream(
      world.owner,
      { ...SETTING, target: world.webhook() },
      { sealedSecret: null, from: 'now' },
      world.database.db,
    )
    expect(await world.only()).toMatchObject({ cursor: 4, behind: 1 })
  })

  test('waits while the stream is paused, and goes on from there', async () => {
    const { streamId, secret } = await world.add(world.webhook())
    const { taken } = world.takeHooks([secret])
    await world.turn()
    await pauseStream(world.owner, streamId, true, world.database.db)
    await world.log.add(2)
    await world.turn()
    expect(await world.only()).toMatchObject({ cursor: 1, behind: 3 })
    await pauseStream(world.owner, streamId, false, world.database.db)
    await world.turn()
    expect(seqsOf(taken)).toEqual(upTo(5))
  })

  test('says how many entries retention removed before they could be sent', async () => {
    const { secret } = await world.add(world.webhook())
    await world.log.add(9)
    await asOwnerOfTables(world.database.db, (tx) =>
      tx.execute(sql`delete from audit_entries where org_id = ${world.log.orgId} and seq <= 4`),
    )
    const { taken } = world.takeHooks([secret])
    await world.turn()
    expect(seqsOf(taken)).toEqual(upTo(10, 5))
    expect(await world.only()).toMatchObject({ missed: 4, sent: 6 })
  })
})

test('two workers send nothing twice, and a second goes on where the first ended', async () => {
  const { secret } = await world.add(world.webhook())
  const { taken } = world.takeHooks([secret])
  const second = new AuditStreamer(world.database.db, 'other', () => world.clockMs)
  await world.streamer.look()
  await second.look()
  await Promise.all([world.streamer.settled(), second.settled()])
  expect(seqsOf(taken)).toEqual([1])
  await world.log.add(1)
  await world.streamer.stop()
  await second.look()
  await second.settled()
  await second.stop()
  expect(seqsOf(taken)).toEqual([1, 2])
})

test('the time until the next attempt doubles up to a quarter of an hour, or is what the target says', () => {
  expect([0, 1, 2, 7, 8, 50].map((attempts) => streamWaitMs(attempts, null) / 1_000)).toEqual([
    5, 10, 20, 640, 900, 900,
  ])
  expect(streamWaitMs(0, 120_000)).toBe(120_000)
  expect(streamWaitMs(0, 1e12)).toBe(3_600_000)
})
