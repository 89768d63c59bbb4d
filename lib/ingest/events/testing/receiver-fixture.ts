import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { makePartitions } from '@/db/partitions'
import { connectSource } from '@/db/store/connect-source'
import { createSource } from '@/db/store/create-source'
import { setUp } from '@/db/store/set-up'
import { createEventWriter, type EventWriter } from '@/db/store/write-events'
import { testScope } from '@/db/testing/scopes'
import { testDatabase } from '@/db/testing/test-database'
import { hookAuthenticator } from '@/lib/auth/hook-sender'
import { ingestAuthenticator } from '@/lib/auth/ingest-token'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { type EventSpool, openEventSpool } from '@/lib/jobs/event-spool'
import { Refusal } from '@/lib/model/refusal'
import { createEventReceiver } from '../receiver'

/** Where webhooks are spooled while there is no database, if anywhere, and which time secrets are checked by. */
type Options = { spoolFolder?: string; hookClock?: () => number }

/**
 * An installation with one organization, a source that sends by a token, and a receiver of events that listens at `base`.
 * Whatever goes wrong unseen is in `reported`.
 */
export async function receiverFixture({ spoolFolder, hookClock = Date.now }: Options = {}) {
  const database = await testDatabase()
  await makePartitions(database.db, new Date())
  const source = { name: 'Nightly', kind: 'opentelemetry', environment: 'production' }
  const [email, password] = ['a@b.example', 'orange bicycle harbour']
  const who = { organization: 'Acme', email, name: 'Ada', password, team: 'Data', source }
  const { orgId, userId, token } = await setUp(who, {}, database.db)
  const owner = testScope({ orgId, userId, isOwner: true })
  const rows = async (query: string) => (await database.pool.query(query)).rows
  const [team] = await rows('select id from teams')
  const reported: unknown[] = []
  const report = (error: unknown) => reported.push(error)
  const writer = createEventWriter({
    connectionString: database.url,
    writers: 2,
    queueBytes: 64 * 1024 * 1024,
    clock: Date.now,
    report,
  })
  const state = { isAway: false }
  const sink = {
    hasRoom: (bytes: number) => !state.isAway && writer.hasRoom(bytes),
    write: (...request: Parameters<EventWriter['write']>) =>
      state.isAway ? Promise.reject(new Refusal('unavailable', 'away', 1)) : writer.write(...request),
  }
  const spool: EventSpool | null =
    spoolFolder === undefined ? null : openEventSpool(spoolFolder, sink, report)
  const authenticate = ingestAuthenticator(() => database.db)
  const receiver = createEventReceiver({
    sink,
    authenticate,
    authenticateHook: hookAuthenticator(() => database.db, authenticate, hookClock),
    spool: spool === null ? null : (request) => spool.put(request),
    confirm: () => Promise.reject(new Error('nothing is confirmed here')),
    bodyBytesMax: 1024 * 1024,
    itemsPerSecondDefault: 100_000,
    clock: Date.now,
    report,
  })
  const server = http.createServer((request, response) => void receiver.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    database,
    owner,
    token,
    reported,
    rows,
    /** While `isAway` is set there is no database to write to. */
    state,
    /** Another source of that kind; with a secret, its webhooks are signed. Returns its id. */
    sourceOf: async (kind: string, name: string, secret?: string): Promise<string> => {
      const made = { teamId: team.id, name, kind, environment: 'production' }
      const { sourceId } = await createSource(owner, made, database.db)
      if (secret !== undefined) {
        const sealed = Buffer.from(sealSecret(secret, 'connection'), 'base64url')
        const webhook = { verifier: 'hmac' as const, secret: sealed, overlapHours: 1 }
        await connectSource(owner, sourceId, { webhook }, database.db)
      }
      return sourceId
    },
    post: async (to: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') => {
      const raw =
        typeof body === 'string' ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body)
      const init = { method, headers, ...(method === 'POST' ? { body: raw } : {}) }
      const answer = await fetch(`${base}${to}`, init)
      return { status: answer.status, headers: answer.headers, body: await answer.json() }
    },
    close: async () => {
      server.close()
      await receiver.close()
      await spool?.close()
      await writer.close()
      await database.close()
    },
  }
}
