import { expect, test } from 'vitest'
import { decoded, recordedPayloads } from '@/lib/ingest/events/testing/decoding'
import type { ChangeTelling } from '@/lib/model/change'
import { decodeAzureDevops } from './decode'

type Parts = Record<string, unknown>
const REPOSITORY = { name: 'App', remoteUrl: 'https://fabrikam@dev.azure.com/fabrikam/Web/_git/App' }
const [FIRST, SECOND, ZEROS] = ['a'.repeat(40), 'b'.repeat(40), '0'.repeat(40)]

const said = (eventType: string, resource: Parts): ChangeTelling[] =>
  decoded(decodeAzureDevops, {
    body: {
      eventType,
      createdDate: '2026-05-01T10:00:00Z',
      resource: { repository: REPOSITORY, ...resource },
    },
  }).events.flatMap(({ changes = [] }) => changes)

const commit = (commitId: string) => ({
  commitId,
  comment: 'Load earlier',
  author: { name: 'Ada', email: 'ada@example.com' },
  committer: { name: 'Ada', email: 'ada@example.com' },
})

test('a push tells of its commits, but for tags and branches that went', () => {
  const update = (name: string, newObjectId: string) => ({ name, newObjectId })
  const of = (...refUpdates: Parts[]) =>
    said('git.push', { refUpdates, commits: [commit(FIRST), commit(SECOND)], date: '2026-05-01T09:00:00Z' })
  expect(of(update('refs/heads/main', SECOND))).toMatchObject([
    {
      repository: 'dev.azure.com/fabrikam/web/_git/app',
      branch: 'main',
      sha: FIRST,
      at: '1777626000000000000',
    },
    { sha: SECOND, message: 'Load earlier' },
  ])
  expect(of(update('refs/heads/main', SECOND), update('refs/heads/x', FIRST))).toMatchObject([
    { branch: 'main', sha: SECOND },
    { branch: 'x', sha: FIRST },
  ])
  expect(of(update('refs/heads/main', ZEROS), update('refs/tags/v1', FIRST))).toEqual([])
})

test('a completed pull request tells who asked, merged and voted', () => {
  const person = (uniqueName: string) => ({ uniqueName, displayName: uniqueName.split('@')[0] })
  const pull = {
    pullRequestId: 7,
    status: 'completed',
    title: 'Load earlier',
    createdBy: person('Windows Live ID\\ada@example.com'),
    closedBy: person('grace@example.com'),
    closedDate: '2026-05-01T09:00:00Z',
    targetRefName: 'refs/heads/main',
    lastMergeCommit: { commitId: SECOND },
    lastMergeSourceCommit: { commitId: FIRST },
    reviewers: [
      { ...person('linus@example.com'), vote: 10 },
      { ...person('mary@example.com'), vote: -5 },
      { ...person('team'), vote: 10, isContainer: true },
    ],
  }
  expect(said('git.pullrequest.merged', pull)).toMatchObject([
    {
      about: 'merge',
      number: '7',
      branch: 'main',
      sha: SECOND,
      headSha: FIRST,
      at: '1777626000000000000',
      author: { kind: 'azure', id: 'ada@example.com', email: 'ada@example.com' },
      merger: { id: 'grace@example.com' },
      reviewers: [
        { actor: { id: 'linus@example.com' }, verdict: 'approved' },
        { actor: { id: 'mary@example.com' }, verdict: 'changes' },
      ],
    },
  ])
  expect(said('git.pullrequest.merged', { ...pull, status: 'active' })).toEqual([])
})

const recorded = recordedPayloads('azure-devops')

test.skipIf(recorded === null)('recorded payloads (needs ../shared/fixtures)', () => {
  const of = (file: string) =>
    decoded(decodeAzureDevops, { body: recorded?.get(file) }).events.flatMap(({ changes = [] }) => changes)
  const repository = 'dev.azure.com/fabrikam-fiber-inc/fabrikam-fiber-git/_git/fabrikam-fiber-git'
  expect(of('git.push.go-playground.json')).toMatchObject([
    { repository, branch: 'main', author: { name: 'Jamal Hartnett' }, at: expect.stringMatching(/^13990/) },
  ])
  expect(of('git.pullrequest.merged.go-playground.json')).toMatchObject([
    { number: '1', sha: 'eef717f69257a6333f221566c1c987dc94cc0d72', merger: null, reviewers: [] },
  ])
})
