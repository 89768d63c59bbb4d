import { describe, expect, test } from 'vitest'
import { foldFlow } from './fold-changes'
import { ADA, at, BOB, FlowStory, flowText } from './testing/flow-story'
import type { FlowWitnesses } from './witnesses'

const [A, B, C] = [flowText('a'), flowText('b'), flowText('c')]
const fold = (story: FlowStory, more: Partial<FlowWitnesses> = {}) => foldFlow(story.witnesses(more))

describe('a commit', () => {
  test('that the tool and an execution take up is one change', () => {
    const story = new FlowStory().commit(1, A).holds(1.1, A, { revision: '1' })
    story.commit(2, flowText('a', '0 2 * * *'), { message: 'Load before the shops open\n\nSHOP-12' })
    story
      .holds(2.2, flowText('a', '0 2 * * *'), { revision: '2' })
      .ran(3, flowText('a', '0 2 * * *'), { version: '2' })
    const { changes, versions, drift } = fold(story)
    expect(changes).toHaveLength(2)
    expect(changes[1]).toMatchObject({
      at: at(2),
      way: 'git',
      classes: ['schedule'],
      summary: 'schedule 03:00 → 02:00',
      actorKey: 'email:bob@example.com',
      reached: { committedAt: at(2), deployedAt: at(2.2), executedAt: at(3) },
      isWitnessedBy: { git: true, tool: true, ci: false, execution: true },
      isUnexplained: false,
      tickets: ['SHOP-12'],
    })
    expect(versions.map(({ number, versions: words }) => [number, words])).toEqual([
      [1, ['1']],
      [2, ['2']],
    ])
    expect(drift?.state).toBe('in_sync')
  })

  test('that changes no meaning is a repetition', () => {
    const { changes, versions } = fold(new FlowStory().commit(1, A).commit(2, `# say\n${A}`))
    expect(changes).toHaveLength(1)
    expect(versions).toMatchObject([{ number: 1, repeats: 1 }])
  })

  test('known by its path alone joins what the tool holds next', () => {
    const story = new FlowStory()
      .holds(0, A)
      .commit(1, B, { isRead: false, beforeHash: null, afterHash: null })
    const alone = fold(story)
    expect(alone.changes).toMatchObject([
      { way: 'git', classes: ['definition'], summary: 'load.yml modified in Git' },
    ])
    const { changes } = fold(story.holds(1.2, B))
    expect(changes).toMatchObject([{ way: 'git', classes: ['code'], reached: { deployedAt: at(1.2) } }])
  })

  test('and the merge that brings it are one', () => {
    const story = new FlowStory().commit(1, A).commit(2, B, { message: 'Say b' })
    const [from, to] = [story.hash(A), story.hash(B)]
    const merge = {
      about: 'merge' as const,
      repository: 'github.com/octo/flows',
      branch: 'main',
      number: '12',
      title: 'Say b instead of a',
      at: `${Date.parse(at(2.5))}000000`,
      sha: 'feedbeef00',
      author: BOB,
      merger: ADA,
      reviewers: [{ actor: ADA, verdict: 'approved' as const }],
    }
    story.commit(2.5, B, {
      sha: 'feedbeef00',
      merge,
      beforeHash: from,
      afterHash: to,
      message: 'Merge pull request #12',
    })
    expect(fold(story).changes[1]).toMatchObject({
      author: 'email:bob@example.com',
      merger: 'github:ada',
      actorKey: 'github:ada',
      reviewers: [{ actorKey: 'github:ada', verdict: 'approved' }],
      reason: { kind: 'merge', text: '#12 Say b instead of a' },
      commit: { message: 'Say b' },
    })
    expect(fold(story).changes).toHaveLength(2)
  })
})

test('a merge was written by whoever wrote what it brought', () => {
  const [brought, more] = [
    { sha: 'b1', author: ADA, message: 'Say b' },
    { message: 'Merge branch say-b', by: BOB },
  ]
  const story = new FlowStory().commit(1, A).commit(2, B, more)
  const [first, merge] = story.commits
  if (first === undefined || merge === undefined) throw new Error('two commits')
  merge.telling.brought = [brought]
  expect(fold(story).changes[1]).toMatchObject({
    author: 'github:ada',
    actorKey: 'email:bob@example.com',
  })
  expect(fold(story).actors.map(({ id }) => id)).toContain('ada')
})

describe('an edit in the tool', () => {
  test('names who did it, and its merge clears the drift', () => {
    const story = new FlowStory().commit(1, A).holds(1.1, A, { revision: '1' })
    story.holds(2, B, { revision: '2' }).edit(2, { revision: '2', reason: 'The shop asked for it' })
    const { changes, drift } = fold(story)
    expect(drift?.state).toBe('ahead')
    expect(changes[1]).toMatchObject({
      way: 'console',
      editor: 'github:ada',
      reason: { kind: 'edit', text: 'The shop asked for it' },
      isWitnessedBy: { git: false, tool: true },
    })
    const merged = fold(story.commit(2.02, B))
    expect(merged.drift?.state).toBe('in_sync')
    expect(merged.changes.map(({ way }) => way)).toEqual(['git', 'console', 'git'])
  })

  test('that a sync overwrites is kept with before and after', () => {
    const story = new FlowStory().commit(1, A).holds(1.1, A).holds(2, B).edit(1.99).holds(3, A)
    const { changes } = fold(story)
    expect(changes.map(({ way, isUnexplained }) => [way, isUnexplained])).toEqual([
      ['git', false],
      ['console', false],
      ['sync', false],
    ])
    expect(changes[2]).toMatchObject({ beforeHash: story.hash(B), afterHash: story.hash(A) })
  })

  test('that a newer commit overwrites is kept beside the commit', () => {
    const story = new FlowStory().commit(1, A).holds(1.1, A).holds(2, B).edit(1.99).commit(3, C).holds(3.1, C)
    const { changes } = fold(story)
    expect(changes.map(({ way }) => way)).toEqual(['git', 'console', 'git', 'sync'])
    expect(changes[2]).toMatchObject({ beforeHash: story.hash(A), afterHash: story.hash(C) })
    expect(changes[3]).toMatchObject({ beforeHash: story.hash(B), afterHash: story.hash(C) })
  })

  test('of fields alone is a change too', () => {
    const fields = [{ name: 'schedule.cron', from: '0 3 * * *', to: '0 2 * * *' }]
    const { changes } = fold(
      new FlowStory().edit(2, { way: 'api', action: 'deployment.updated', fields, actor: null }),
    )
    expect(changes).toMatchObject([
      {
        way: 'api',
        classes: ['schedule'],
        summary: 'schedule.cron 03:00 → 02:00',
        isUnexplained: true,
        fields,
      },
    ])
  })

  test('that only formats is no change', () => {
    const story = new FlowStory().holds(1, A, { revision: '1' }).holds(2, `# say\n${A}`, { revision: '2' })
    const { changes, versions } = fold(story.edit(2, { revision: '2' }))
    expect(changes).toHaveLength(1)
    expect(versions).toMatchObject([{ versions: ['1', '2'], repeats: 1 }])
  })
})

describe('the first sight of a definition', () => {
  test('is no unexplained change, whoever made it', () => {
    const { changes } = fold(new FlowStory().holds(1, A, { revision: '1' }))
    expect(changes).toMatchObject([
      { isUnexplained: false, actorKey: null, summary: 'definition first seen' },
    ])
  })

  test('by somebody is an addition', () => {
    const { changes } = fold(new FlowStory().holds(1, A, { revision: '1' }).edit(1, { revision: '1' }))
    expect(changes).toMatchObject([{ actorKey: 'github:ada', summary: 'definition added' }])
  })

  test('after it had been taken away is one that somebody has to explain', () => {
    const story = new FlowStory().holds(1, A, { revision: '1' }).holds(2, null).holds(3, A, { revision: '2' })
    expect(fold(story).changes.at(-1)).toMatchObject({ isUnexplained: true, summary: 'definition added' })
  })
})

describe('a move that nobody explains', () => {
  const story = () => new FlowStory().holds(1, A, { revision: '4' }).holds(2, B, { revision: '5' })

  test('says so', () => {
    expect(fold(story()).changes).toMatchObject([
      { way: 'unknown', isUnexplained: true, actorKey: null, reason: null },
    ])
  })

  test('keeps its id when an edit or a commit explains it', () => {
    const [unexplained] = fold(story()).changes
    const [byEdit] = fold(story().edit(2, { revision: '5' })).changes
    expect(byEdit).toMatchObject({ id: unexplained?.id, isUnexplained: false, way: 'console' })
    const changes = fold(story().commit(0.5, A).commit(1.9, B)).changes
    expect(changes.find(({ id }) => id === unexplained?.id)).toMatchObject({
      way: 'git',
      isUnexplained: false,
    })
  })
})

test('going back is a change of its own', () => {
  const { changes, versions } = fold(new FlowStory().commit(1, A).commit(2, B).commit(3, A))
  expect(changes.map(({ afterHash }) => afterHash)).toEqual(
    [versions[0], versions[1], versions[0]].map((v) => v?.hash),
  )
  expect(new Set(changes.map(({ id }) => id)).size).toBe(3)
})

test('a definition that is taken away is removed', () => {
  const { changes } = fold(new FlowStory().commit(1, A).commit(2, null))
  expect(changes[1]).toMatchObject({ summary: 'definition removed', afterHash: null })
})
