import { expect, test } from 'vitest'
import { foldFlow } from './fold-changes'
import { followedChanges } from './followed-changes'
import { FlowStory, flowText } from './testing/flow-story'

const [A, B] = [flowText('a'), flowText('b')]
const changes = (story: FlowStory) => foldFlow(story.witnesses()).changes

test('nothing follows what stayed', () => {
  const story = new FlowStory().commit(1, A).commit(2, B)
  expect(followedChanges(changes(story), changes(story.holds(3, B)))).toEqual(new Map())
})

test('a commit that was known by its path is followed by the same that was read', () => {
  const unread = changes(
    new FlowStory().commit(1, A).commit(2, B, { isRead: false, beforeHash: null, afterHash: null }),
  )
  const read = changes(new FlowStory().commit(1, A).commit(2, B))
  expect(followedChanges(unread, read)).toEqual(new Map([[unread[1]?.id, read[1]?.id]]))
})

test('where an earlier one is found to have meant the same, what is known stays with its own', () => {
  const late = changes(new FlowStory().holds(1, B).holds(5, A).holds(6, B).edit(6))
  const story = new FlowStory().holds(1, B).holds(5, A).holds(6, B).edit(6).holds(2, A).holds(3, B)
  const all = changes(story)
  const of = (list: typeof all) => list.find(({ way }) => way === 'console')?.id
  expect(of(late)).not.toBe(of(all))
  expect(followedChanges(late, all).get(of(late) ?? '')).toBe(of(all))
})
