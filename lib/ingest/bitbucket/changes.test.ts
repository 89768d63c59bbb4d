import { expect, test } from 'vitest'
import { decoded, recordedPayloads } from '@/lib/ingest/events/testing/decoding'
import type { ChangeTelling } from '@/lib/model/change'
import { decodeBitbucket } from './decode'

type Parts = Record<string, unknown>
const user = (id: string, name: string) => ({
  account_id: id,
  display_name: name,
  nickname: name.toLowerCase(),
})
const [ADA, GRACE, LINUS] = [user('1:a', 'Ada'), user('2:b', 'Grace'), user('3:c', 'Linus')]

const said = (type: string, body: Parts): ChangeTelling[] =>
  decoded(decodeBitbucket, {
    body: { repository: { full_name: 'Octo/App' }, actor: GRACE, ...body },
    headers: { 'x-event-key': type },
  }).events.flatMap(({ changes = [] }) => changes)

const commit = (hash: string, author: Parts) => ({ hash, message: 'Load earlier\n', author })
const [FIRST, SECOND] = ['a'.repeat(40), 'b'.repeat(40)]

test('a push tells of its commits, the oldest first, without their files', () => {
  const change = {
    forced: true,
    new: { type: 'branch', name: 'main', target: { hash: SECOND } },
    commits: [
      commit(SECOND, { raw: 'Ada L <ada@example.com>', user: ADA }),
      commit(FIRST, { raw: 'Linus <linus@example.com>' }),
    ],
  }
  expect(said('repo:push', { push: { changes: [change] } })).toMatchObject([
    {
      about: 'commit',
      repository: 'bitbucket.org/octo/app',
      branch: 'main',
      sha: FIRST,
      author: { kind: 'git', id: 'Linus', email: 'linus@example.com' },
      pusher: { kind: 'bitbucket', id: '2:b', name: 'Grace' },
      message: 'Load earlier',
      files: [],
      isForced: true,
    },
    { sha: SECOND, author: { kind: 'bitbucket', id: '1:a', name: 'Ada', email: 'ada@example.com' } },
  ])
  const tag = { ...change, new: { type: 'tag', name: 'v1' } }
  expect(said('repo:push', { push: { changes: [tag, { old: change.new, new: null }] } })).toEqual([])
})

test('a merge tells who asked, who merged, and what reviewers said', () => {
  const pullrequest = {
    id: 4,
    title: 'Load earlier',
    author: ADA,
    closed_by: GRACE,
    merge_commit: { hash: '764413d85e29' },
    source: { commit: { hash: 'd3022fc0ca3d' } },
    destination: { branch: { name: 'main' } },
    reviewers: [LINUS, ADA],
    participants: [{ user: LINUS, approved: true, state: 'approved' }],
    updated_on: '2026-05-01T10:00:00Z',
  }
  expect(said('pullrequest:fulfilled', { pullrequest })).toMatchObject([
    {
      about: 'merge',
      number: '4',
      sha: '764413d85e29',
      headSha: 'd3022fc0ca3d',
      author: { id: '1:a' },
      merger: { id: '2:b' },
      at: '1777629600000000000',
      reviewers: [
        { actor: { id: '3:c' }, verdict: 'approved' },
        { actor: { id: '1:a' }, verdict: 'asked' },
      ],
    },
  ])
  expect(said('pullrequest:approved', { pullrequest })).toMatchObject([
    { about: 'review', number: '4', verdict: 'approved', actor: { id: '2:b' } },
  ])
  expect(said('pullrequest:updated', { pullrequest })).toEqual([])
})

const recorded = recordedPayloads('bitbucket')

test.skipIf(recorded === null)('recorded payloads (needs ../shared/fixtures)', () => {
  const of = (file: string) =>
    decoded(decodeBitbucket, { body: recorded?.get(file) }).events.flatMap(({ changes = [] }) => changes)
  expect(of('push.go-scm.json')).toMatchObject([
    {
      repository: 'bitbucket.org/brydzewski/foo',
      sha: '141977fedf5cf35aa290ac87d4b5177ac4cd9de1',
      author: { kind: 'bitbucket', name: 'Brad Rydzewski', email: 'brad.rydzewski@gmail.com' },
    },
  ])
  expect(of('repo-push.go-playground.json').length).toBeGreaterThan(0)
})
