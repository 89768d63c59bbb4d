import examples from '@octokit/webhooks-examples'
import { expect, test } from 'vitest'
import { decoded, recordedPayloads } from '@/lib/ingest/events/testing/decoding'
import type { ChangeTelling } from '@/lib/model/change'
import { decodeGithub } from './decode'

type Parts = Record<string, unknown>
const REPOSITORY = {
  full_name: 'Octo/App',
  html_url: 'https://github.com/Octo/App',
  pushed_at: 1_777_626_000,
}
const [FIRST, SECOND] = ['a'.repeat(40), 'b'.repeat(40)]
const ADA = { name: 'Ada', email: 'ada@example.com', username: 'ada' }
const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com', username: 'web-flow' }

const said = (kind: string, body: Parts): ChangeTelling[] =>
  decoded(decodeGithub, {
    body: { repository: REPOSITORY, ...body },
    headers: { 'x-github-event': kind },
  }).events.flatMap(({ changes = [] }) => changes)

const commit = (id: string, more: Parts = {}): Parts => ({
  id,
  message: 'Load earlier\n\nFixes OPS-12',
  url: `https://github.com/Octo/App/commit/${id}`,
  author: ADA,
  committer: ADA,
  added: ['flows/new.yml'],
  modified: ['flows/load.yml'],
  removed: [],
  ...more,
})

test('a push tells of each commit: who wrote it, committed it and pushed it, when, why and which files', () => {
  const [first, second] = said('push', {
    ref: 'refs/heads/release/1.x',
    sender: { login: 'grace', type: 'User' },
    commits: [commit(FIRST), commit(SECOND, { committer: WEB_FLOW, added: [], removed: ['flows/old.yml'] })],
  })
  expect(first).toEqual({
    about: 'commit',
    repository: 'github.com/octo/app',
    branch: 'release/1.x',
    sha: FIRST,
    at: '1777626000000000000',
    author: { kind: 'github', id: 'ada', name: 'Ada', email: 'ada@example.com' },
    committer: { kind: 'github', id: 'ada', name: 'Ada', email: 'ada@example.com' },
    pusher: { kind: 'github', id: 'grace' },
    message: 'Load earlier\n\nFixes OPS-12',
    url: `https://github.com/Octo/App/commit/${FIRST}`,
    files: [
      { path: 'flows/new.yml', was: 'added' },
      { path: 'flows/load.yml', was: 'modified' },
    ],
  })
  expect(second).toMatchObject({
    committer: { id: 'web-flow', isBot: true },
    files: [{ was: 'modified' }, { path: 'flows/old.yml', was: 'removed' }],
  })
})

test('a forced push says so; tags, deleted branches and other repositories’ oddities are left out', () => {
  const commits = [commit(FIRST, { author: { name: 'Ada', email: '12+ada@users.noreply.github.com' } })]
  expect(said('push', { ref: 'refs/heads/main', forced: true, commits })).toMatchObject([
    { isForced: true, author: { kind: 'github', id: 'ada' }, pusher: null },
  ])
  expect(said('push', { ref: 'refs/tags/v1', commits })).toEqual([])
  expect(said('push', { ref: 'refs/heads/main', deleted: true, commits })).toEqual([])
  expect(said('push', { ref: 'refs/heads/main', commits: [commit('0'.repeat(40)), commit('../x')] })).toEqual(
    [],
  )
})

const pull = (more: Parts = {}): Parts => ({
  action: 'closed',
  number: 412,
  pull_request: {
    number: 412,
    title: 'Load earlier',
    body: 'The report is late.',
    html_url: 'https://github.com/Octo/App/pull/412',
    merged: true,
    merged_at: '2026-05-01T10:00:00Z',
    merge_commit_sha: SECOND,
    user: { login: 'ada' },
    merged_by: { login: 'grace' },
    base: { ref: 'main' },
    head: { ref: 'earlier', sha: FIRST },
    requested_reviewers: [{ login: 'linus' }],
    ...more,
  },
})

test('a merged pull request tells author, merger, reviewers and the commit that it became', () => {
  expect(said('pull_request', pull())).toEqual([
    {
      about: 'merge',
      repository: 'github.com/octo/app',
      branch: 'main',
      number: '412',
      title: 'Load earlier',
      text: 'The report is late.',
      url: 'https://github.com/Octo/App/pull/412',
      at: '1777629600000000000',
      sha: SECOND,
      headSha: FIRST,
      author: { kind: 'github', id: 'ada' },
      merger: { kind: 'github', id: 'grace' },
      reviewers: [{ actor: { kind: 'github', id: 'linus' }, verdict: 'asked' }],
    },
  ])
  expect(said('pull_request', pull({ merged: false, merged_by: null }))).toEqual([])
})

test.for([
  ['approved', 'approved'],
  ['changes_requested', 'changes'],
  ['COMMENTED', 'commented'],
  ['dismissed', 'commented'],
])('a review that is %s is an event of its own', ([state, verdict]) => {
  const review = { state, user: { login: 'linus' }, submitted_at: '2026-05-01T09:00:00Z' }
  expect(said('pull_request_review', { action: 'submitted', pull_request: { number: 412 }, review })).toEqual(
    [
      {
        about: 'review',
        repository: 'github.com/octo/app',
        number: '412',
        at: '1777626000000000000',
        actor: { kind: 'github', id: 'linus' },
        verdict,
      },
    ],
  )
})

test('a deployment is one when a status says that it succeeded, by the run that did it', () => {
  const deployment = {
    sha: FIRST,
    environment: 'production',
    creator: { login: 'github-actions[bot]', type: 'Bot' },
  }
  const status = { state: 'success', environment: 'production', created_at: '2026-05-01T10:05:00Z' }
  const run = { id: 7, run_attempt: 2, name: 'Deploy', path: '.github/workflows/deploy.yml' }
  expect(said('deployment', { deployment })).toEqual([])
  expect(
    said('deployment_status', { deployment, deployment_status: { ...status, state: 'pending' } }),
  ).toEqual([])
  expect(said('deployment_status', { deployment, deployment_status: status, workflow_run: run })).toEqual([
    {
      about: 'deploy',
      repository: 'github.com/octo/app',
      sha: FIRST,
      environment: 'production',
      at: '1777629900000000000',
      actor: { kind: 'github', id: 'github-actions[bot]', isBot: true },
      execution: { namespace: 'Octo/App', flow: 'Deploy', nativeId: '7', attempt: 2 },
    },
  ])
})

test.for([
  ['Deploy to production', '.github/workflows/x.yml', 'push', 'success', true],
  ['CI', '.github/workflows/deploy.yml', 'workflow_dispatch', 'success', true],
  ['CI', '.github/workflows/ci.yml', 'push', 'success', false],
  ['Undeployable', '.github/workflows/ci.yml', 'push', 'success', false],
  ['Deploy', '.github/workflows/x.yml', 'pull_request', 'success', false],
  ['Deploy', '.github/workflows/x.yml', 'push', 'failure', false],
] as const)('whether a run of %s (%s, %s, %s) deployed: %s', ([name, path, event, conclusion, is]) => {
  const run = { id: 7, run_attempt: 1, name, path, event, conclusion, status: 'completed', head_sha: FIRST }
  const told = said('workflow_run', {
    workflow_run: { ...run, actor: { login: 'ada' } },
    workflow: { name, path },
  })
  expect(told).toMatchObject(
    is
      ? [{ about: 'deploy', sha: FIRST, actor: { id: 'ada' }, execution: { flow: name, nativeId: '7' } }]
      : [],
  )
})

test('the examples of GitHub’s own tell what they hold', () => {
  const all = examples.flatMap(({ name, examples: payloads }) =>
    payloads.flatMap((body: unknown) =>
      decoded(decodeGithub, { body, headers: { 'x-github-event': name } }).events.flatMap(
        ({ changes = [] }) => changes,
      ),
    ),
  )
  const of = (about: ChangeTelling['about']) => all.filter((each) => each.about === about)
  expect(of('commit').length).toBeGreaterThan(0)
  // None of them was merged.
  expect(of('merge')).toEqual([])
  expect(of('review').length).toBeGreaterThan(0)
  expect(of('deploy').length).toBeGreaterThan(0)
  expect(of('commit')[0]).toMatchObject({ repository: expect.stringMatching(/^github\.com\/[a-z0-9-]+\//) })
  expect(all.every((each) => /^\d{1,19}$/.test(each.at))).toBe(true)
})

const recorded = recordedPayloads('github-actions')

test.skipIf(recorded === null)('recorded pushes, merges and deployments (needs ../shared/fixtures)', () => {
  const of = (file: string) =>
    decoded(decodeGithub, { body: recorded?.get(file) }).events.flatMap(({ changes = [] }) => changes)
  expect(of('deployment_status.payload.json')).toMatchObject([
    { about: 'deploy', repository: 'github.com/codertocat/hello-world', environment: 'production' },
  ])
  expect(of('push.with-new-branch.json').every(({ about }) => about === 'commit')).toBe(true)
})
