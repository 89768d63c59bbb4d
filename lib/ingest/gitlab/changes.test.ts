import { expect, test } from 'vitest'
import { decoded, recordedPayloads } from '@/lib/ingest/events/testing/decoding'
import type { ChangeTelling } from '@/lib/model/change'
import { decodeGitlab } from './decode'

type Parts = Record<string, unknown>
const [FIRST, SECOND] = ['a'.repeat(40), 'b'.repeat(40)]
const PROJECT = {
  id: 15,
  path_with_namespace: 'mike/diaspora',
  web_url: 'https://git.example.com/Mike/diaspora',
}
const GRACE = { id: 9, username: 'grace', name: 'Grace', email: '[REDACTED]' }

const said = (body: Parts): ChangeTelling[] =>
  decoded(decodeGitlab, { body: { project: PROJECT, ...body } }).events.flatMap(({ changes = [] }) => changes)

const PUSH = {
  object_kind: 'push',
  ref: 'refs/heads/main',
  before: SECOND,
  after: FIRST,
  user_username: 'project_15_bot_f00',
  user_name: 'Deployer',
  commits: [
    {
      id: FIRST,
      message: 'Load earlier',
      url: `https://git.example.com/mike/diaspora/-/commit/${FIRST}`,
      author: { name: 'Ada', email: 'ada@example.com' },
      added: [],
      modified: ['flows/load.yml'],
      removed: ['flows/old.yml'],
    },
  ],
}

test('a push tells of each commit, when it was received', () => {
  expect(said(PUSH)).toEqual([
    {
      about: 'commit',
      repository: 'git.example.com/mike/diaspora',
      branch: 'main',
      sha: FIRST,
      at: '1790000000000000000',
      author: { kind: 'git', id: 'Ada', name: 'Ada', email: 'ada@example.com' },
      committer: null,
      pusher: { kind: 'gitlab', id: 'project_15_bot_f00', name: 'Deployer', isBot: true },
      message: 'Load earlier',
      url: `https://git.example.com/mike/diaspora/-/commit/${FIRST}`,
      files: [
        { path: 'flows/load.yml', was: 'modified' },
        { path: 'flows/old.yml', was: 'removed' },
      ],
    },
  ])
  expect(said({ ...PUSH, after: '0'.repeat(40) })).toEqual([])
  expect(said({ ...PUSH, object_kind: 'tag_push', ref: 'refs/tags/v1' })).toEqual([])
})

const request = (action: string, more: Parts = {}, around: Parts = {}): Parts => ({
  object_kind: 'merge_request',
  user: GRACE,
  object_attributes: {
    iid: 3,
    action,
    title: 'Load earlier',
    description: 'The report is late.',
    url: 'https://git.example.com/mike/diaspora/-/merge_requests/3',
    author_id: 51,
    target_branch: 'main',
    updated_at: '2026-05-01 10:00:00 UTC',
    merge_commit_sha: SECOND,
    last_commit: { id: FIRST, author: { name: 'Ada', email: 'ada@example.com' } },
    ...more,
  },
  reviewers: [
    { id: 6, username: 'linus', name: 'Linus', state: 'approved' },
    { id: 7, username: 'mary', name: 'Mary' },
  ],
  ...around,
})

test('a merge tells author, merger and reviewers with their verdicts', () => {
  expect(said(request('merge'))).toEqual([
    {
      about: 'merge',
      repository: 'git.example.com/mike/diaspora',
      branch: 'main',
      number: '3',
      title: 'Load earlier',
      text: 'The report is late.',
      url: 'https://git.example.com/mike/diaspora/-/merge_requests/3',
      at: '1777629600000000000',
      sha: SECOND,
      headSha: FIRST,
      author: { kind: 'git', id: 'Ada', name: 'Ada', email: 'ada@example.com' },
      merger: { kind: 'gitlab', id: 'grace', name: 'Grace' },
      reviewers: [
        { actor: { kind: 'gitlab', id: 'linus', name: 'Linus' }, verdict: 'approved' },
        { actor: { kind: 'gitlab', id: 'mary', name: 'Mary' }, verdict: 'asked' },
      ],
    },
  ])
  expect(said(request('open'))).toEqual([])
})

test('the author is whom the number of the author names; without a merge commit the branch was moved to the last', () => {
  expect(said(request('merge', { author_id: 9, merge_commit_sha: null }))).toMatchObject([
    { author: { kind: 'gitlab', id: 'grace' }, sha: FIRST },
  ])
})

test.for([
  ['approved', 'approved'],
  ['approval', 'approved'],
  ['unapproved', 'commented'],
])('%s is a review', ([action, verdict]) => {
  expect(said(request(action ?? ''))).toMatchObject([
    { about: 'review', number: '3', verdict, actor: { id: 'grace' }, at: '1777629600000000000' },
  ])
})

test('a deployment that succeeded, and a pipeline’s job that did it', () => {
  const hook = {
    object_kind: 'deployment',
    environment: 'staging',
    status_changed_at: '2026-05-01 12:00:00 +0200',
    short_sha: FIRST.slice(0, 8),
    commit_url: `https://git.example.com/mike/diaspora/-/commit/${FIRST}`,
    user: GRACE,
  }
  expect(said({ ...hook, status: 'running' })).toEqual([])
  expect(said({ ...hook, status: 'success' })).toMatchObject([
    { about: 'deploy', sha: FIRST, environment: 'staging', at: '1777629600000000000', execution: null },
  ])
  const build = (name: string, status: string) => ({
    id: 1,
    name,
    status,
    finished_at: '2026-05-01 10:00:00 UTC',
    environment: { name: 'production', action: 'start' },
  })
  const attributes = { id: 31, sha: FIRST, ref: 'main', status: 'success' }
  const pipeline = { object_kind: 'pipeline', object_attributes: attributes, user: GRACE }
  expect(said({ ...pipeline, builds: [build('deploy', 'failed')] })).toEqual([])
  expect(said({ ...pipeline, builds: [build('a', 'success'), build('b', 'success')] })).toMatchObject([
    {
      about: 'deploy',
      sha: FIRST,
      environment: 'production',
      actor: { id: 'grace' },
      execution: { nativeId: '31' },
    },
  ])
})

const recorded = recordedPayloads('gitlab')

test.skipIf(recorded === null)('recorded payloads (needs ../shared/fixtures)', () => {
  const of = (file: string) =>
    decoded(decodeGitlab, { body: recorded?.get(file) }).events.flatMap(({ changes = [] }) => changes)
  expect(of('push.go-gitlab.json')).toMatchObject([
    { repository: 'example.com/mike/diaspora', branch: 'master', pusher: { id: 'jsmith' } },
    { sha: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7', author: { name: 'GitLab dev user' } },
  ])
  expect(of('deployment.go-gitlab.json')).toMatchObject([
    { sha: '279484c09fbe69ededfced8c1bb6e6d24616b468', environment: 'staging' },
  ])
  expect(of('tag-event.go-playground.json')).toEqual([])
  expect(of('merge_request.go-gitlab.json')).toEqual([])
})
