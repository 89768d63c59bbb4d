import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { executionIdOf } from '@/lib/executions/identity'
import { BEGIN, ChangeWorld, githubTells, kestraTells, MINUTE, REPOSITORY } from './testing/change-world'

let database: TestDatabase
let at: ChangeWorld
let github: string

const iso = (ms: number): string => new Date(ms).toISOString()
const flow = (id: string, cron: string): string =>
  `id: ${id}\nnamespace: shop\ntasks:\n  - id: one\n    type: x.Log\ntriggers:\n  - id: daily\n    type: io.kestra.plugin.core.trigger.Schedule\n    cron: "${cron}"\n`
const hook = (event: string, item: unknown) =>
  at.send({
    kind: 'github',
    sourceId: github,
    protocol: 'webhook',
    item,
    headers: { 'x-github-event': event },
  })

beforeAll(async () => {
  database = await testDatabase()
  at = await ChangeWorld.build(database)
  github = await at.addSource('github', 'GitHub')
  at.git.commit('Add flows', {
    'flows/load.yml': flow('load', '0 3 * * *'),
    'flows/report.yml': flow('report', '0 5 * * *'),
    'flows/send.yml': flow('send', '0 6 * * *'),
  })
  await at.poll(kestraTells.revision('load', 1, flow('load', '0 3 * * *'), BEGIN + MINUTE))
  await at.poll(kestraTells.revision('report', 1, flow('report', '0 5 * * *'), BEGIN + MINUTE))
  await at.poll(kestraTells.revision('send', 1, flow('send', '0 6 * * *'), BEGIN + MINUTE))
  await at.settle()
})
afterAll(async () => {
  await at.remove()
  await database.close()
})

test('a pull request: who wrote, reviewed and merged it, when it got how far, and why', async () => {
  const mergedMs = BEGIN + 60 * MINUTE
  at.git.git('checkout', '-q', '-b', 'earlier')
  at.git.skipTo(BEGIN + 30 * MINUTE)
  const headSha = at.git.commit('wip', { 'flows/load.yml': flow('load', '0 2 * * *') }, 'linus')
  at.git.git('checkout', '-q', 'main')
  at.git.skipTo(BEGIN + 40 * MINUTE)
  at.git.commit('Say what this is', { 'README.md': 'Flows of the shop' })
  at.git.skipTo(mergedMs)
  const sha = at.git.merge('earlier', `Merge pull request #412 from ${REPOSITORY.split('/')[0]}/earlier`)
  at.reading.now = mergedMs + 10_000
  const message = 'Merge pull request #412 from acme/earlier'
  const merged = { number: 412, title: 'Load before the shops open', sha, headSha, atMs: mergedMs }
  await hook(
    'pull_request_review',
    githubTells.reviewed({ number: 412, by: 'ada', state: 'approved', atMs: mergedMs - 5 * MINUTE }),
  )
  await hook(
    'push',
    githubTells.push({ sha, atMs: mergedMs + 1_000, by: 'grace', message, files: ['flows/load.yml'] }),
  )
  await hook('pull_request', githubTells.merged({ ...merged, by: 'linus', merger: 'grace' }))
  await hook('workflow_run', githubTells.deployed({ sha, run: 77, atMs: mergedMs + 4 * MINUTE, by: 'grace' }))
  await at.poll(kestraTells.revision('load', 2, flow('load', '0 2 * * *'), mergedMs + 4 * MINUTE))
  await at.poll(kestraTells.execution('load', 'e1', 2, mergedMs + 10 * MINUTE))
  at.reading.now = mergedMs + 20 * MINUTE
  await at.settle()

  const found = await at.newestOf({ flowId: at.idOf('load') })
  expect(found).toMatchObject({
    way: 'git',
    classes: ['schedule'],
    summary: 'schedule 03:00 → 02:00',
    actor: { key: 'github:grace', isBot: false },
    isUnexplained: false,
    reason: {
      kind: 'merge',
      text: '#412 Load before the shops open',
      url: `https://github.com/${REPOSITORY}/pull/412`,
    },
    reached: {
      committedAt: iso(mergedMs + 1_000),
      deployedAt: iso(mergedMs + 4 * MINUTE),
      executedAt: iso(mergedMs + 10 * MINUTE),
    },
    isWitnessedBy: { git: true, tool: true, ci: true, execution: true },
    before: { text: flow('load', '0 3 * * *') },
    after: { text: flow('load', '0 2 * * *') },
    drift: 'in_sync',
    change: {
      author: 'github:linus',
      merger: 'github:grace',
      pusher: 'github:grace',
      reviewers: [{ actorKey: 'github:ada', verdict: 'approved' }],
    },
  })
  expect(found.at.toISOString()).toBe(iso(mergedMs + 1_000))
  const run = { sourceId: github, namespace: REPOSITORY, flow: 'Deploy flows', nativeId: '77', attempt: 1 }
  expect(found.deployExecutionId).toBe(executionIdOf(at.reading.orgId, run))
  const { rows } = await database.db.execute(
    sql`select state from executions where id = ${found.deployExecutionId}`,
  )
  expect(rows).toEqual([{ state: 'success' }])
  expect(await at.changesOf('load')).toHaveLength(2)
})

test('a direct push: who pushed it, when, and that nobody says why', async () => {
  const pushedMs = BEGIN + 120 * MINUTE
  at.git.skipTo(pushedMs - 10 * MINUTE)
  const sha = at.git.commit('update', { 'flows/report.yml': flow('report', '30 5 * * *') }, 'linus')
  at.reading.now = pushedMs + 1_000
  await hook(
    'push',
    githubTells.push({ sha, atMs: pushedMs, by: 'linus', message: 'update', files: ['flows/report.yml'] }),
  )
  await at.settle()
  const found = await at.newestOf({ flowId: at.idOf('report') })
  expect(found).toMatchObject({
    way: 'git',
    classes: ['schedule'],
    summary: 'schedule 05:00 → 05:30',
    actor: { key: 'github:linus' },
    reason: null,
    hasReason: false,
    isUnexplained: false,
    merge: null,
    commit: { sha, message: 'update' },
    before: { text: flow('report', '0 5 * * *') },
    after: { text: flow('report', '30 5 * * *') },
    drift: 'behind',
    change: { author: 'github:linus', pusher: 'github:linus' },
  })
  expect(found.at.toISOString()).toBe(iso(pushedMs))
})

test("an edit in the tool's console: who, when, what it was and is", async () => {
  const editedMs = BEGIN + 180 * MINUTE
  at.reading.now = editedMs + MINUTE
  await at.poll(kestraTells.audit('send', 'a1', editedMs, 'ada', { revision: 2 }))
  await at.poll(kestraTells.revision('send', 2, `# by hand\n${flow('send', '0 7 * * *')}`, editedMs))
  await at.fold()
  const found = await at.newestOf({ flowId: at.idOf('send') })
  expect(found).toMatchObject({
    way: 'console',
    classes: ['schedule'],
    summary: 'schedule 06:00 → 07:00',
    actor: { key: 'kestra:ada' },
    reason: null,
    isUnexplained: false,
    before: { text: flow('send', '0 6 * * *') },
    after: { text: `# by hand\n${flow('send', '0 7 * * *').trim()}` },
    drift: 'ahead',
    change: { editor: 'kestra:ada' },
  })
  expect(found.at.toISOString()).toBe(iso(editedMs))
})

const prefectEvent = (id: string, atMs: number, updates: object) => ({
  id,
  event: 'prefect.deployment.updated',
  occurred: iso(atMs),
  resource: { 'prefect.resource.id': 'prefect.deployment.d1', 'prefect.resource.name': 'nightly' },
  related: [
    {
      'prefect.resource.id': 'prefect.flow.f1',
      'prefect.resource.role': 'flow',
      'prefect.resource.name': 'train',
    },
    {
      'prefect.resource.id': 'prefect-cloud.actor.a1',
      'prefect.resource.role': 'actor',
      'prefect.resource.name': 'Grace',
    },
  ],
  payload: { updates },
})

async function prefectFlow(): Promise<{ sourceId: string; flowId: string }> {
  const sourceId = await at.addSource('prefect', `Prefect ${Math.random()}`)
  const run = {
    ...prefectEvent('r1', BEGIN, {}),
    event: 'prefect.flow-run.Completed',
    resource: {
      'prefect.resource.id': 'prefect.flow-run.r1',
      'prefect.resource.name': 'tall-owl',
      'prefect.state-type': 'COMPLETED',
      'prefect.state-name': 'Completed',
      'prefect.state-timestamp': iso(BEGIN),
    },
  }
  await at.send({ kind: 'prefect', sourceId, protocol: 'webhook', item: run })
  const { rows } = await database.db.execute<{ id: string }>(
    sql`select id from flows where source_id = ${sourceId}`,
  )
  return { sourceId, flowId: rows[0]?.id ?? '' }
}

test('an edit by API: who, when, which fields from what to what', async () => {
  const { sourceId, flowId } = await prefectFlow()
  const editedMs = BEGIN + 200 * MINUTE
  const updates = { job_variables: { from: { memory: '1Gi' }, to: { memory: '4Gi' } } }
  await at.send({
    kind: 'prefect',
    sourceId,
    protocol: 'webhook',
    item: prefectEvent('u1', editedMs, updates),
  })
  await at.fold()
  const found = await at.newestOf({ flowId })
  expect(found).toMatchObject({
    way: 'api',
    classes: ['resources'],
    actor: { key: 'prefect:a1', name: 'Grace' },
    reason: null,
    isUnexplained: false,
    change: { fields: [{ name: 'job_variables', from: { memory: '1Gi' }, to: { memory: '4Gi' } }] },
  })
  expect(found.at.toISOString()).toBe(iso(editedMs))
})

test('a schedule: who, when, from what to what', async () => {
  const { sourceId, flowId } = await prefectFlow()
  const editedMs = BEGIN + 210 * MINUTE
  const updates = { schedules: { from: [{ cron: '0 3 * * *' }], to: [{ cron: '0 2 * * *' }] } }
  await at.send({
    kind: 'prefect',
    sourceId,
    protocol: 'webhook',
    item: prefectEvent('u2', editedMs, updates),
  })
  await at.fold()
  const found = await at.newestOf({ flowId })
  expect(found).toMatchObject({
    classes: ['schedule'],
    actor: { key: 'prefect:a1' },
    reason: null,
    change: { fields: [{ name: 'schedules', from: [{ cron: '0 3 * * *' }], to: [{ cron: '0 2 * * *' }] }] },
  })
  expect(found.at.toISOString()).toBe(iso(editedMs))
})

/** A line of Airflow's log of events: a connection was edited. */
const logged = (id: number, atMs: number, extra: object) => ({
  kind: 'event-log',
  item: {
    ...{ event_log_id: id, event: 'patch_connection', when: iso(atMs), owner: 'ada' },
    extra: JSON.stringify({ connection_id: 'warehouse', method: 'PATCH', ...extra }),
  },
})

test('a connection: who, when, what it is now, without its password', async () => {
  const airflow = await at.addSource('airflow', 'Airflow')
  const editedMs = BEGIN + 220 * MINUTE
  await at.send({
    kind: 'airflow',
    sourceId: airflow,
    protocol: 'poll',
    item: logged(1, editedMs - 60 * MINUTE, { host: 'db1', password: 'old secret' }),
  })
  await at.send({
    kind: 'airflow',
    sourceId: airflow,
    protocol: 'poll',
    item: logged(2, editedMs, { host: 'db2', password: 'new secret' }),
  })
  await at.fold()
  const found = await at.newestOf({ sourceId: airflow })
  expect(found).toMatchObject({
    flowId: null,
    name: 'warehouse',
    classes: ['connection'],
    actor: { key: 'airflow:ada' },
    reason: null,
    isUnexplained: false,
    change: {
      object: { kind: 'connection', id: 'warehouse' },
      fields: [{ name: 'host', from: 'db1', to: 'db2' }],
    },
  })
  expect(found.at.toISOString()).toBe(iso(editedMs))
  expect(JSON.stringify(found)).not.toContain('secret"')
})
