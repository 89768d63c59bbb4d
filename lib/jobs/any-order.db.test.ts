import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { randomOf } from '@/lib/sample/random'
import { BEGIN, ChangeWorld, githubTells, MINUTE, type Sent } from './testing/change-world'
import { driftStories } from './testing/drift-stories'

let database: TestDatabase
let at: ChangeWorld

beforeAll(async () => {
  database = await testDatabase()
  at = await ChangeWorld.build(database)
})
afterAll(async () => {
  await at.remove()
  await database.close()
})

/** All that is known of changes, but for which of several events told the same. */
async function known(): Promise<unknown> {
  const { rows } = await database.db.execute<{ what: string; is: unknown }>(sql`
    select 'change ' || c.id as what, c.change as is from changes c
    union all select 'version ' || v.flow_id || ' ' || v.number,
      to_jsonb(v) - 'org_id' from flow_versions v
    union all select 'drift ' || d.flow_id, jsonb_build_object('state', d.state, 'since', d.since, 'lag', d.lag_commits,
      'because', d.detail->>'because') from flow_drift d
    union all select 'actor ' || a.key, jsonb_build_object('name', a.name, 'first', a.first_seen_at, 'last', a.last_seen_at)
      from actors a
    order by 1`)
  return JSON.parse(JSON.stringify(rows), (key, value) => (key === 'eventId' ? undefined : value))
}

function shuffled<Item>(items: readonly Item[], seed: string): Item[] {
  const random = randomOf(seed)
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** The same, in words that make another event of it. */
const again = (sent: Sent): Sent => {
  if (sent.kind !== 'kestra') return sent
  const { item, ...around } = sent.item as { item: object }
  return { ...sent, item: { ...around, item: { ...item, _links: { self: 'https://kestra.example.com' } } } }
}

test('what is told twice and in any order comes to the same changes, versions and drift', async () => {
  const stories = driftStories('order', ['in_sync', 'behind', 'ahead', 'diverged', 'orphan', 'dormant'], 2)
  const steps = stories.flatMap(({ flow, steps: all }) => all.map((step) => ({ flow, step })))
  const inOrder = steps.toSorted((a, b) => a.step.atMs - b.step.atMs)
  const github = await at.addSource('github', 'GitHub')
  const commits = inOrder.flatMap(({ flow, step }) =>
    step.does === 'commit' ? [{ atMs: step.atMs, flow, text: step.text, words: step.words }] : [],
  )
  at.git.history(
    commits.map(({ atMs, flow, text, words }) => ({
      ...{ atMs, message: `${flow}: ${words}`, files: { [`flows/${flow}.yml`]: text } },
    })),
  )
  const shas = at.git.git('rev-list', '--reverse', '--first-parent', 'HEAD').trim().split('\n')
  expect(shas).toHaveLength(commits.length)
  const hook = (event: string, item: unknown): Sent => ({
    ...{ kind: 'github', sourceId: github, protocol: 'webhook', item, headers: { 'x-github-event': event } },
  })
  const hooks = commits.flatMap(({ atMs, flow, words }, index): Sent[] => {
    const [sha = '', files] = [shas[index], [`flows/${flow}.yml`]]
    const pushed = { sha, atMs: atMs + 2_000, by: 'ada', message: `${flow}: ${words}`, files }
    const merged = {
      number: index + 1,
      title: `Let ${flow} ${words}`,
      sha,
      headSha: sha,
      atMs,
      by: 'linus',
      merger: 'grace',
    }
    return [
      hook('push', githubTells.push(pushed)),
      ...(index % 3 === 0 ? [hook('pull_request', githubTells.merged(merged))] : []),
      ...(index % 6 === 0
        ? [
            hook(
              'pull_request_review',
              githubTells.reviewed({ number: index + 1, by: 'ada', state: 'approved', atMs: atMs - MINUTE }),
            ),
          ]
        : []),
      ...(index % 4 === 0
        ? [
            hook(
              'workflow_run',
              githubTells.deployed({ sha, run: index + 1, atMs: atMs + 5 * MINUTE, by: 'ada' }),
            ),
          ]
        : []),
    ]
  })
  const tells = inOrder.flatMap(({ step }) => (step.does === 'tell' ? step.items : []))
  const told: Sent[] = tells.map((item) => ({ kind: 'kestra', sourceId: at.kestra, protocol: 'poll', item }))
  const all = [...hooks, ...told]
  const end = BEGIN + 20 * 60 * MINUTE

  at.reading.now = end
  for (const sent of all) await at.send(sent)
  await at.settle()
  await at.settle()
  const first = await known()
  expect(JSON.stringify(first)).toContain('change ')

  for (const seed of ['one', 'two']) {
    await at.forget()
    at.reading.now = end
    const mixed = shuffled([...all, ...all, ...all.map(again)], seed)
    const half = Math.floor(mixed.length / 2)
    for (const sent of mixed.slice(0, half)) await at.send(sent)
    // What is read of Git before or after half of it was told is the same.
    await at.settle()
    for (const sent of mixed.slice(half)) await at.send(sent)
    at.reading.now = end
    await at.settle()
    await at.settle()
    expect(await known()).toEqual(first)
  }
}, 60_000)
