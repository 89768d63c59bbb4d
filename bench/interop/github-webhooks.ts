import assert from 'node:assert/strict'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import examples from '@octokit/webhooks-examples'
import { connectSource } from '@/db/store/connect-source'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { systemScope } from '@/lib/auth/system-scope'
import type { BenchProduct } from '../product/bench-product'
import { connectedSource } from './orchestrators/connected-source'

type Delivery = { name: string; id: string; payload: Payload }
type Payload = { repository?: { full_name: string }; workflow_run?: Run; workflow_job?: Job }
type Run = { id: number; run_attempt?: number }
type Job = {
  id: number
  run_id: number
  run_attempt?: number
  workflow_name?: string | null
  steps?: { number: number }[]
}

const LIMIT_MS = 30_000
const AT_ONCE = 8

/**
 * Delivers every example of GitHub's own payloads as GitHub does, signed, each twice: all are taken, and there is one execution
 * for each attempt of a run, with its jobs and their steps.
 */
export async function checkGithubWebhooks(product: BenchProduct): Promise<void> {
  const source = await connectedSource(product, 'github')
  const secret = randomBytes(24).toString('base64url')
  const sealed = Buffer.from(sealSecret(secret, 'connection'), 'base64url')
  const webhook = { verifier: 'hmac', secret: sealed, overlapHours: 0 }
  await connectSource(systemScope(product.orgId), source.sourceId, { webhook }, product.store.db)
  const hook = `http://127.0.0.1:${product.httpPort}/api/hooks/${source.sourceId}`

  const deliveries = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload): Delivery => ({ name, id: randomUUID(), payload: payload as Payload })),
  )
  for (const again of [false, true]) {
    const statuses = await deliverAll(hook, deliveries, secret)
    const refused = deliveries.filter((_, at) => ![200, 202].includes(statuses[at] ?? 0))
    assert.deepEqual(
      refused.map(({ name }) => name),
      [],
      `refused when sent ${again ? 'again' : 'first'}: ${statuses.join(' ')}`,
    )
  }
  const [first] = deliveries
  assert.ok(first)
  assert.equal(await deliver(hook, first, 'another secret'), 401)

  const expected = expectedOf(deliveries)
  let stored: string[] = []
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await wait(250)) {
    stored = await storedOf(product, source.sourceId)
    if (stored.join('\n') === expected.join('\n')) return
  }
  assert.deepEqual(stored, expected)
}

async function deliverAll(hook: string, deliveries: readonly Delivery[], secret: string): Promise<number[]> {
  const statuses: number[] = []
  for (let at = 0; at < deliveries.length; at += AT_ONCE) {
    const some = deliveries.slice(at, at + AT_ONCE)
    statuses.push(...(await Promise.all(some.map((each) => deliver(hook, each, secret)))))
  }
  return statuses
}

async function deliver(hook: string, { name, id, payload }: Delivery, secret: string): Promise<number> {
  const body = JSON.stringify(payload)
  const answer = await fetch(hook, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      'x-github-event': name,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  })
  await answer.arrayBuffer()
  return answer.status
}

/** What the payloads name, by themselves: attempts of runs, jobs, steps. The oldest jobs do not say of which workflow they are. */
function expectedOf(deliveries: readonly Delivery[]): string[] {
  const named = deliveries.flatMap(({ name, payload }): string[] => {
    const { workflow_run: run, workflow_job: job } = payload
    const repository = payload.repository?.full_name
    if (name === 'workflow_run' && run !== undefined)
      return [`${repository} ${run.id}#${run.run_attempt ?? 1}`]
    if (name !== 'workflow_job' || !job?.workflow_name) return []
    const of = `${repository} ${job.run_id}#${job.run_attempt ?? 1}`
    return [of, `${of} ${job.id}`, ...(job.steps ?? []).map((step) => `${of} ${job.id}/${step.number}`)]
  })
  return [...new Set(named)].sort()
}

async function storedOf(product: BenchProduct, sourceId: string): Promise<string[]> {
  const { rows } = await product.store.pool.query<{ said: string }>(
    `with shown as (
       select e.org_id, e.id, concat(f.namespace, ' ', e.native_id, '#', e.attempt) as said
       from executions e join flows f on f.org_id = e.org_id and f.id = e.flow_id where e.source_id = $1
     )
     select said from shown
     union all select concat(said, ' ', t.native_id) from shown
       join task_runs t on t.org_id = shown.org_id and t.execution_id = shown.id`,
    [sourceId],
  )
  return rows.map(({ said }) => said).sort()
}
