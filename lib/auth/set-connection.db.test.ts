import { createHmac } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getConnection } from '@/db/queries/get-connection'
import { sourceConnections } from '@/db/schema/events'
import { createSource } from '@/db/store/create-source'
import { testScope } from '@/db/testing/scopes'
import { buildWorld } from '@/db/testing/source-world'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Scope } from '@/lib/model/scope'
import { hookAuthenticator } from './hook-sender'
import { openSecret } from './sealed-secret'
import { setConnection, setPolling, setWebhookProof } from './set-connection'

let base: TestDatabase
let editor: Scope
let viewer: Scope
let teamId: string
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
  const world = await buildWorld(base.db)
  teamId = world.teams[0].teamId
  editor = testScope({ orgId: world.orgId, teams: { [teamId]: 'editor' } })
  viewer = testScope({ orgId: world.orgId, teams: { [teamId]: 'viewer' } })
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

const sourceOf = async (kind: string, name: string): Promise<string> =>
  (await createSource(editor, { kind, name, teamId, environment: 'production' })).sourceId

/** Whether a call that is signed with a secret counts as the tool's. */
async function isTaken(sourceId: string, secret: string): Promise<boolean> {
  const body = Buffer.from('{}')
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const call = { sourceId, token: null, rawHeaders: ['X-Hub-Signature-256', signature], body }
  return (await hookAuthenticator(() => base.db)(call)).ok
}

test('a secret is made, proves calls, and is taken for a while after it was changed', async () => {
  const sourceId = await sourceOf('github', 'Repositories')
  const proof = { proof: 'hmac', secret: null, overlapHours: 0 }
  const { secret: first } = await setWebhookProof(editor, sourceId, proof)
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  const { secret: second } = await setWebhookProof(editor, sourceId, { ...proof, overlapHours: 1 })
  const given = 'given-by-the-tool-itself'
  expect([await isTaken(sourceId, first ?? ''), await isTaken(sourceId, second ?? '')]).toEqual([true, true])
  expect(await getConnection(viewer, sourceId)).toMatchObject({
    ...{ verifier: 'hmac', hasSecret: true, previousSecretUntil: expect.any(Date), polling: null },
  })
  expect(await setWebhookProof(editor, sourceId, { ...proof, secret: given })).toEqual({ secret: null })
  expect([await isTaken(sourceId, given), await isTaken(sourceId, second ?? '')]).toEqual([true, false])
  const { rows } = await base.db.execute(sql`select string_agg(after::text, '') as told from audit_entries
    where org_id = ${editor.orgId} and action = 'source.connected'`)
  for (const secret of [first, second, given]) expect(String(rows[0]?.told)).not.toContain(secret)
})

test('of two headers that a tool signs in, the one that was sent is checked', async () => {
  const sourceId = await sourceOf('terraform', 'Infrastructure')
  const proof = { proof: 'hmac', secret: null, overlapHours: 0 }
  const { secret } = await setWebhookProof(editor, sourceId, proof)
  const body = Buffer.from('{}')
  const signature = createHmac('sha512', secret ?? '')
    .update(body)
    .digest('hex')
  const authenticate = hookAuthenticator(() => base.db)
  const signedIn = async (header: string, of = signature) =>
    (await authenticate({ sourceId, token: null, rawHeaders: [header, of], body })).ok
  expect(await signedIn('X-TFE-Notification-Signature')).toBe(true)
  expect(await signedIn('X-TFC-Task-Signature')).toBe(true)
  expect(await signedIn('X-TFC-Task-Signature', '00'.repeat(64))).toBe(false)
  expect(await signedIn('X-Other')).toBe(false)
})

test('what the tool cannot do, or the person may not, is refused', async () => {
  const sourceId = await sourceOf('gitlab', 'Pipelines')
  const proof = { proof: 'standard', secret: null, overlapHours: 0 }
  const { secret } = await setWebhookProof(editor, sourceId, proof)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  await expect(setWebhookProof(editor, sourceId, { ...proof, proof: 'sns' })).rejects.toMatchObject({
    path: 'proof',
  })
  await expect(setWebhookProof(editor, sourceId, { ...proof, secret: 'short' })).rejects.toMatchObject({
    path: 'secret',
  })
  await expect(setWebhookProof(viewer, sourceId, proof)).rejects.toMatchObject({ code: 'forbidden' })
  const polling = { url: 'https://x.example', isOn: true, credentials: {} }
  await expect(setPolling(editor, sourceId, polling)).rejects.toMatchObject({ path: 'url' })
  const unsaid = { webhook: { proof: 'standard', overlapHours: 0 } }
  await expect(setConnection(editor, sourceId, unsaid)).rejects.toMatchObject({ path: 'webhook.secret' })
})

test('credentials are kept for their own host alone', async () => {
  const sourceId = await sourceOf('hightouch', 'Syncs')
  const polling = { url: 'https://api.hightouch.com', isOn: true, credentials: { token: 'a-key' } }
  await expect(setPolling(editor, sourceId, { ...polling, credentials: {} })).rejects.toMatchObject({
    path: 'credential.token',
  })
  await expect(
    setPolling(editor, sourceId, { ...polling, credentials: { other: 'x' } }),
  ).rejects.toMatchObject({
    path: 'credential.other',
  })
  await setPolling(editor, sourceId, polling)
  await setPolling(editor, sourceId, { ...polling, url: 'https://api.hightouch.com/eu', credentials: {} })
  const elsewhere = { ...polling, url: 'https://api.hightouch.example', credentials: {} }
  await expect(setPolling(editor, sourceId, elsewhere)).rejects.toMatchObject({ path: 'url' })
  const [row] = await base.db.select().from(sourceConnections).where(eq(sourceConnections.sourceId, sourceId))
  expect(row?.pollUrl).toBe('https://api.hightouch.com/eu')
  expect(openSecret(row?.pollSettings?.toString('base64url') ?? '', 'connection')).toBe('{"token":"a-key"}')
})
