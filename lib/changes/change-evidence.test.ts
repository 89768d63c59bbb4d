import { expect, test } from 'vitest'
import { type ChangeEvidence, evidenceOf, tellsOther } from './change-evidence'

const change = (of: Partial<ChangeEvidence> = {}): ChangeEvidence => ({
  ...{
    author: 'github:ada',
    committer: null,
    pusher: null,
    merger: 'github:grace',
    editor: null,
    deployer: null,
  },
  reviewers: [{ actorKey: 'github:linus', verdict: 'approved' }],
  ...{ actorKey: 'github:grace', isByBot: false, isUnexplained: false, deployExecutionId: null },
  reason: { kind: 'merge', text: 'Run earlier', url: null },
  tickets: ['OPS-7'],
  merge: { number: '12', title: 'Run earlier', url: 'https://git.example.com/12' },
  commit: { sha: 'abc', message: 'Run earlier\n\nCo-authored-by: …', url: null },
  ...of,
})
const NAMES = new Map([
  ['github:ada', 'Ada'],
  ['github:grace', 'Grace'],
])

test('who wrote, merged and approved is told by name, where there is one', () => {
  expect(evidenceOf(change(), NAMES)).toMatchObject({
    actor: { id: 'github:grace', name: 'Grace' },
    on_behalf_of: null,
    author: { id: 'github:ada', name: 'Ada' },
    merger: { id: 'github:grace', name: 'Grace' },
    reviewers: [{ id: 'github:linus', name: null, verdict: 'approved' }],
    merge: { number: '12', title: 'Run earlier', url: 'https://git.example.com/12' },
    commit: { sha: 'abc', url: null },
    reason: { kind: 'merge', text: 'Run earlier', url: null },
    tickets: ['OPS-7'],
  })
  expect(Object.keys(evidenceOf(change(), NAMES))).not.toContain('editor')
})

test('a program acts for whoever wrote what it brought', () => {
  const byBot = evidenceOf(change({ actorKey: 'github:merge-queue', isByBot: true }), NAMES)
  expect(byBot).toMatchObject({ actor: { id: 'github:merge-queue' }, on_behalf_of: { name: 'Ada' } })
  expect(evidenceOf(change({ actorKey: 'github:ada', isByBot: true }), NAMES).on_behalf_of).toBeNull()
})

test('an approval that came later is told; what stayed the same is not', () => {
  expect(tellsOther(change(), change())).toBe(false)
  expect(tellsOther(change({ reviewers: [] }), change())).toBe(true)
  expect(tellsOther(change(), change({ reason: null }))).toBe(true)
})

test('words without an end are cut', () => {
  const long = evidenceOf(change({ reason: { kind: 'commit', text: 'x'.repeat(5_000), url: null } }), NAMES)
  expect(JSON.stringify(long.reason).length).toBeLessThan(1_100)
})
