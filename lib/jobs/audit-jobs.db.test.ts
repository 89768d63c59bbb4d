import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { auditCheckpoints, auditPublications } from '@/db/schema/audit'
import { addPublication, removePublication } from '@/db/store/audit-publications'
import { setLegalHold, updateAuditRetention } from '@/db/store/legal-holds'
import { requestVerification } from '@/db/store/verify-audit-log'
import { AuditWorld } from '@/db/testing/audit-world'
import { testScope } from '@/db/testing/scopes'
import { asOwnerOfTables } from '@/db/testing/tamper'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { auditOrigin, openCheckpoint } from '@/lib/audit/checkpoint'
import { hashOfLeaf } from '@/lib/audit/leaf'
import { verifyTlogProof } from '@/lib/audit/tlog-proof'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { TemporaryRepository } from '@/lib/git/testing/temporary-repository'
import { SignedHeaders } from '@/lib/ingest/events/verification'
import { verifyStandard } from '@/lib/ingest/events/verify-standard'
import type { Scope } from '@/lib/model/scope'
import { newWebhookSecret } from '@/lib/webhooks/sign-standard'
import { checkpointAudit } from './checkpoint-audit'
import type { Job } from './job'
import { keptCheckpoint } from './kept-checkpoint'
import { pruneAudit } from './prune-audit'
import { publishCheckpoints } from './publish-checkpoints'
import { verifyAudit } from './verify-audit'

let database: TestDatabase
let world: AuditWorld
let owner: Scope
let dataDir: string
let now: Date
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await asOwnerOfTables(database.db, async (tx) => {
    for (const table of ['entries', 'heads', 'tiles', 'checkpoints', 'keys', 'publications', 'integrity'])
      await tx.execute(sql`delete from ${sql.identifier(`audit_${table}`)}`)
  })
  world = new AuditWorld(database.db)
  owner = testScope({ orgId: world.orgId, isOwner: true })
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-audit-'))
  now = new Date()
  await database.db.execute(
    sql`insert into organizations (org_id, name, created_at) values (${world.orgId}, 'Acme', now())`,
  )
})
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }))

const run = (job: Job) => job.run({ db: database.db, now, mayGoOn: () => Promise.resolve(true) })
const keeping = () => ({ key: () => world.pem, dataDir, gitProtocols: ['file'] })
const sign = () => run(checkpointAudit(keeping()))
const publish = () => run(publishCheckpoints(keeping()))
const later = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
const MINUTE = 60_000
const integrity = () => getAuditIntegrity(owner, database.db)

describe('signing', () => {
  test('announces the key, signs what there is, and an entry is proven under it', async () => {
    await world.add(3)
    expect(await sign()).toEqual({ signed: 1, broken: 0 })
    const { checkpoint, keys, alarm, size } = await integrity()
    expect({ size, alarm, checkpoint: checkpoint?.size, keys: keys.length }).toEqual({
      size: 4,
      alarm: null,
      checkpoint: 4,
      keys: 1,
    })
    expect(openCheckpoint(checkpoint?.note ?? '', [world.signer])).toMatchObject({ ok: true })
    const entry = await getAuditEntry(owner, 2, database.db)
    const leaf = JSON.parse(entry?.leafText ?? 'null')
    expect(verifyTlogProof(entry?.covered?.proof ?? '', hashOfLeaf(leaf), [world.signer])).toMatchObject({
      ok: true,
    })
    expect(await listAuditEntries(owner, { action: 'signing_key' }, 10, database.db)).toMatchObject([
      { action: 'signing_key.created', actor: { kind: 'system' }, source: { kind: 'worker', id: 'audit' } },
    ])
  })

  test('waits for five minutes or a thousand entries, and signs nothing twice', async () => {
    await world.add(1)
    expect(await sign()).toEqual({ signed: 1, broken: 0 })
    await world.add(1)
    expect(await sign()).toEqual({ signed: 0, broken: 0 })
    later(5 * MINUTE)
    expect(await sign()).toEqual({ signed: 1, broken: 0 })
    later(5 * MINUTE)
    expect(await sign()).toEqual({ signed: 0, broken: 0 })
    await world.add(1000)
    expect(await sign()).toEqual({ signed: 1, broken: 0 })
    expect((await world.verify([], 1003)).integrity).toBe('holds')
  })

  test.for<[what: string, tampering: (orgId: string) => ReturnType<typeof sql>, size: number]>([
    [
      'an entry that was signed for',
      (org) =>
        sql`update audit_entries set hash = decode(repeat('00', 32), 'hex') where org_id = ${org} and seq = 2`,
      6,
    ],
    [
      'an entry that was not signed for yet',
      (org) => sql`update audit_entries set after = '{"a":1}' where org_id = ${org} and seq = 8`,
      8,
    ],
    ['the last checkpoint', (org) => sql`update audit_checkpoints set size = 5 where org_id = ${org}`, 5],
    [
      'the head',
      (org) => sql`update audit_heads set frontier = decode(repeat('00', 64), 'hex') where org_id = ${org}`,
      6,
    ],
  ])('is refused after somebody changed %s, and the console is told', async ([, tampering, size]) => {
    await world.add(5)
    await sign()
    await world.add(4)
    later(5 * MINUTE)
    await asOwnerOfTables(database.db, (tx) => tx.execute(tampering(world.orgId)))
    expect(await sign()).toEqual({ signed: 0, broken: 1 })
    expect((await integrity()).alarm).toMatchObject({ size })
  })

  test('is refused for a log that was put back to before what the data directory has, until it is again what it was', async () => {
    await world.add(5)
    await sign()
    await publish()
    await database.db.execute(sql`create table kept_entries as select * from audit_entries`)
    await asOwnerOfTables(database.db, async (tx) => {
      await tx.execute(sql`delete from audit_entries where seq > 3`)
      await tx.execute(sql`delete from audit_checkpoints`)
      await tx.execute(sql`update audit_heads set seq = 3, frontier = null,
        hash = (select hash from audit_entries where seq = 3)`)
    })
    later(5 * MINUTE)
    expect(await sign()).toEqual({ signed: 0, broken: 1 })
    expect((await integrity()).alarm?.why).toContain('the checkpoint kept in the data directory was of 6')
    await asOwnerOfTables(database.db, async (tx) => {
      await tx.execute(sql`insert into audit_entries select * from kept_entries where seq > 3`)
      await tx.execute(
        sql`update audit_heads set seq = 6, frontier = null, hash = (select hash from audit_entries where seq = 6)`,
      )
    })
    await database.db.execute(sql`drop table kept_entries`)
    expect(await sign()).toEqual({ signed: 1, broken: 0 })
    expect((await integrity()).alarm).toBeNull()
  })

  test('is refused with a key that was never announced', async () => {
    await world.add(1)
    await sign()
    await world.add(1)
    later(5 * MINUTE)
    const other = new AuditWorld(database.db, world.orgId)
    expect(await run(checkpointAudit({ key: () => other.pem, dataDir }))).toEqual({ signed: 0, broken: 1 })
    expect((await integrity()).alarm?.why).toContain('was never announced')
  })
})

describe('publishing', () => {
  test('keeps the last checkpoint and the history in the data directory', async () => {
    await world.add(1)
    await sign()
    await world.add(1)
    later(5 * MINUTE)
    await sign()
    expect(await publish()).toEqual({ published: 1, failed: 0 })
    expect(await publish()).toEqual({ published: 0, failed: 0 })
    const { checkpoint, publications } = await integrity()
    expect(keptCheckpoint(dataDir, world.orgId)).toBe(checkpoint?.note)
    const folder = path.join(dataDir, 'audit', world.orgId, 'history')
    const lines = fs
      .readdirSync(folder)
      .flatMap((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim().split('\n'))
    expect(lines.map((line) => JSON.parse(line).size)).toEqual([2, 3])
    expect(publications).toMatchObject([{ kind: 'file', lastSize: 3, lastError: null }])
  })

  test('sends a webhook signed by Standard Webhooks, and tries again later where it fails', async () => {
    const secret = newWebhookSecret()
    const got: { headers: http.IncomingHttpHeaders; body: Buffer }[] = []
    let status = 503
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        got.push({ headers: request.headers, body: Buffer.concat(chunks) })
        response.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
      const sealed = sealSecret(secret, 'audit-publication')
      const { id } = await addPublication(owner, { kind: 'webhook', settings: { url } }, sealed, database.db)
      await sign()
      expect(await publish()).toEqual({ published: 1, failed: 1 })
      expect((await integrity()).publications).toContainEqual(
        expect.objectContaining({
          id,
          destination: url,
          lastError: 'answered 503',
          failingSince: now,
          lastSize: null,
        }),
      )
      expect(await publish()).toEqual({ published: 0, failed: 0 })
      status = 204
      later(MINUTE)
      expect(await publish()).toEqual({ published: 1, failed: 0 })
      expect((await integrity()).publications).toContainEqual(
        expect.objectContaining({ id, lastError: null, failingSince: null, lastSize: 2 }),
      )
      const [, sent] = got
      const headers = new SignedHeaders(new Headers(sent?.headers as Record<string, string>))
      expect(verifyStandard(headers, sent?.body ?? Buffer.alloc(0), [secret], now.getTime())).toMatchObject({
        ok: true,
      })
      const { data } = JSON.parse(sent?.body.toString() ?? 'null')
      expect(openCheckpoint(data.note, [world.signer])).toMatchObject({ ok: true, checkpoint: { size: 2 } })
      expect(JSON.stringify(await listAuditEntries(owner, {}, 50, database.db))).not.toContain(secret)
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })

  test('commits to a repository, on top of what is there', async () => {
    const repository = new TemporaryRepository()
    try {
      repository.commit('first', { 'README.md': 'ours' })
      repository.git('checkout', '-q', '-b', 'elsewhere')
      const settings = { remote: repository.url, branch: 'main', folder: 'audit', username: '' }
      const { id } = await addPublication(owner, { kind: 'git', settings }, null, database.db)
      await sign()
      expect(await publish()).toEqual({ published: 2, failed: 0 })
      await world.add(1)
      later(5 * MINUTE)
      await sign()
      expect(await publish()).toEqual({ published: 2, failed: 0 })
      expect(repository.git('show', 'main:audit/checkpoint')).toBe((await integrity()).checkpoint?.note)
      expect(repository.git('show', 'main:README.md')).toBe('ours')
      expect(repository.git('log', '--format=%an %s', 'main').trim().split('\n')).toEqual([
        `Runledger Checkpoint of 3 entries of ${auditOrigin(world.orgId)}`,
        `Runledger Checkpoint of 2 entries of ${auditOrigin(world.orgId)}`,
        'Ada first',
      ])
      await removePublication(owner, id, database.db)
      expect((await integrity()).publications).toMatchObject([{ kind: 'file' }])
    } finally {
      repository.remove()
    }
  })

  test('does not reach a repository by a way that is switched off', async () => {
    const settings = { remote: 'file:///etc', branch: 'main', folder: '', username: '' }
    await addPublication(owner, { kind: 'git', settings }, null, database.db)
    await sign()
    expect(await run(publishCheckpoints({ dataDir, gitProtocols: ['https'] }))).toEqual({
      published: 1,
      failed: 1,
    })
    const [row] = await database.db.select().from(auditPublications).where(eq(auditPublications.kind, 'git'))
    expect(row?.lastError).toContain('by https here')
  })
})

describe('retention', () => {
  const DAY = 86_400_000
  const seqs = async () => (await listAuditEntries(owner, {}, 2000, database.db)).map(({ seq }) => seq)
  const prune = async () => run(pruneAudit)

  test('removes what is old and signed for, says so, and every proof stays', async () => {
    await world.add(600)
    await sign()
    const kept = (await integrity()).checkpoint?.note ?? ''
    await updateAuditRetention(owner, 30, database.db)
    expect(await prune()).toEqual({ pruned: 0 })
    later(31 * DAY)
    expect(await prune()).toEqual({ pruned: 512 })
    expect((await seqs()).at(-1)).toBe(513)
    await sign()
    const { size, firstSeq } = await integrity()
    expect(firstSeq).toBe(513)
    const verdict = await world.verify([kept], size, 513)
    expect(verdict).toMatchObject({ integrity: 'holds', older: [{ outcome: 'continues' }] })
    expect(verdict.completeness.before).toEqual({ entries: 512, why: 'pruned' })
    await run(verifyAudit(keeping()))
    expect((await integrity()).verified).toMatchObject({ to: size, isIntact: true })
    expect(await prune()).toEqual({ pruned: 0 })
  })

  test('stops before the first entry that a hold keeps, and goes on when it is released', async () => {
    await world.add(299)
    await world.add(1, { target: { kind: 'flow', id: 'orders', teamId: null } })
    await world.add(300)
    await sign()
    const target = { kind: 'flow', id: 'orders' }
    await setLegalHold(owner, { scope: 'target', target, reason: 'case 7' }, database.db)
    await updateAuditRetention(owner, 1, database.db)
    later(2 * DAY)
    expect(await prune()).toEqual({ pruned: 299 })
    expect((await integrity()).holds).toMatchObject([
      { scope: 'target', target, reason: 'case 7', releasedAt: null },
    ])
    expect(await prune()).toEqual({ pruned: 0 })
  })

  test('keeps what nobody signed for', async () => {
    await world.add(300)
    await updateAuditRetention(owner, 1, database.db)
    later(2 * DAY)
    expect(await prune()).toEqual({ pruned: 0 })
    expect(await database.db.select().from(auditCheckpoints)).toEqual([])
  })
})

test('a verification that is asked for is done, and tells what is wrong', async () => {
  await world.add(5)
  await sign()
  await run(verifyAudit(keeping()))
  await requestVerification(owner, database.db, now)
  expect(await integrity()).toMatchObject({ isVerifying: true, verified: { isIntact: true } })
  await asOwnerOfTables(database.db, (tx) =>
    tx.execute(sql`update audit_entries set action = 'team.deleted' where seq = 2`),
  )
  later(1000)
  expect(await run(verifyAudit(keeping()))).toEqual({ verified: 1, broken: 1 })
  const { isVerifying, verified } = await integrity()
  expect(isVerifying).toBe(false)
  expect(verified).toMatchObject({ isIntact: false })
  expect(verified?.findings[0]).toMatchObject({ seq: 3 })
})
