import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAuditEntries } from '@/db/queries/list-audit-entries'
import { auditPublications } from '@/db/schema/audit'
import { addPublication, removePublication } from '@/db/store/audit-publications'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { auditOrigin, openCheckpoint } from '@/lib/audit/checkpoint'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { TemporaryRepository } from '@/lib/git/testing/temporary-repository'
import { SignedHeaders } from '@/lib/ingest/events/verification'
import { verifyStandard } from '@/lib/ingest/events/verify-standard'
import { newWebhookSecret } from '@/lib/webhooks/sign-standard'
import { keptCheckpoint } from './kept-checkpoint'
import { publishCheckpoints } from './publish-checkpoints'
import { AuditJobs, MINUTE } from './testing/audit-jobs'

let database: TestDatabase
let jobs: AuditJobs
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  jobs = await AuditJobs.start(database)
})
afterEach(() => jobs.remove())

describe('publishing', () => {
  test('keeps the last checkpoint and the history in the data directory', async () => {
    await jobs.world.add(1)
    await jobs.sign()
    await jobs.world.add(1)
    jobs.later(5 * MINUTE)
    await jobs.sign()
    expect(await jobs.publish()).toEqual({ published: 1, failed: 0 })
    expect(await jobs.publish()).toEqual({ published: 0, failed: 0 })
    const { checkpoint, publications } = await jobs.integrity()
    expect(keptCheckpoint(jobs.dataDir, jobs.world.orgId)).toBe(checkpoint?.note)
    const folder = path.join(jobs.dataDir, 'audit', jobs.world.orgId, 'history')
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
      const { id } = await addPublication(
        jobs.owner,
        { kind: 'webhook', settings: { url } },
        sealed,
        database.db,
      )
      await jobs.sign()
      expect(await jobs.publish()).toEqual({ published: 1, failed: 1 })
      expect((await jobs.integrity()).publications).toContainEqual(
        expect.objectContaining({
          id,
          destination: url,
          lastError: 'answered 503',
          failingSince: jobs.now,
          lastSize: null,
        }),
      )
      expect(await jobs.publish()).toEqual({ published: 0, failed: 0 })
      status = 204
      jobs.later(MINUTE)
      expect(await jobs.publish()).toEqual({ published: 1, failed: 0 })
      expect((await jobs.integrity()).publications).toContainEqual(
        expect.objectContaining({ id, lastError: null, failingSince: null, lastSize: 2 }),
      )
      const [, sent] = got
      const headers = new SignedHeaders(new Headers(sent?.headers as Record<string, string>))
      expect(
        verifyStandard(headers, sent?.body ?? Buffer.alloc(0), [secret], jobs.now.getTime()),
      ).toMatchObject({
        ok: true,
      })
      const { data } = JSON.parse(sent?.body.toString() ?? 'null')
      expect(openCheckpoint(data.note, [jobs.world.signer])).toMatchObject({
        ok: true,
        checkpoint: { size: 2 },
      })
      expect(JSON.stringify(await listAuditEntries(jobs.owner, {}, 50, database.db))).not.toContain(secret)
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
      const { id } = await addPublication(jobs.owner, { kind: 'git', settings }, null, database.db)
      await jobs.sign()
      expect(await jobs.publish()).toEqual({ published: 2, failed: 0 })
      await jobs.world.add(1)
      jobs.later(5 * MINUTE)
      await jobs.sign()
      expect(await jobs.publish()).toEqual({ published: 2, failed: 0 })
      expect(repository.git('show', 'main:audit/checkpoint')).toBe((await jobs.integrity()).checkpoint?.note)
      expect(repository.git('show', 'main:README.md')).toBe('ours')
      expect(repository.git('log', '--format=%an %s', 'main').trim().split('\n')).toEqual([
        `Runledger Checkpoint of 3 entries of ${auditOrigin(jobs.world.orgId)}`,
        `Runledger Checkpoint of 2 entries of ${auditOrigin(jobs.world.orgId)}`,
        'Ada first',
      ])
      await removePublication(jobs.owner, id, database.db)
      expect((await jobs.integrity()).publications).toMatchObject([{ kind: 'file' }])
    } finally {
      repository.remove()
    }
  })

  test('does not reach a repository by a way that is switched off', async () => {
    const settings = { remote: 'file:///etc', branch: 'main', folder: '', username: '' }
    await addPublication(jobs.owner, { kind: 'git', settings }, null, database.db)
    await jobs.sign()
    expect(await jobs.run(publishCheckpoints({ dataDir: jobs.dataDir, gitProtocols: ['https'] }))).toEqual({
      published: 1,
      failed: 1,
    })
    const [row] = await database.db.select().from(auditPublications).where(eq(auditPublications.kind, 'git'))
    expect(row?.lastError).toContain('by https here')
  })
})
