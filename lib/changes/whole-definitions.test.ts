import { describe, expect, test } from 'vitest'
import { foldFlow } from './fold-changes'
import { at, FlowStory, flowText } from './testing/flow-story'

const [ONE, HELPED, OTHER] = [flowText('one'), flowText('helper changed'), flowText('two')]
/** What the tool shows: the first file of a definition alone. */
const [SHOWN, SHOWN_OTHER, BY_HAND] = [flowText('shown'), flowText('shown two'), flowText('by hand')]

/** A branch where a helper is changed in the second commit and the file itself in the third. */
function story(commits: number): FlowStory {
  const told = new FlowStory()
  const landed: [string, string][] = [
    [ONE, SHOWN],
    [HELPED, SHOWN],
    [OTHER, SHOWN_OTHER],
  ]
  for (const [index, [text, shown]] of landed.slice(0, commits).entries()) {
    told.commit(index + 1, text)
    told.definitions.set(told.hash(text), { format: 'airflow', text, ownHash: told.hash(shown) })
  }
  return told
}

describe('what a tool shows of several files', () => {
  test('stands for the whole that the branch had, so that both are one version', () => {
    const { changes, versions, drift } = foldFlow(
      story(3).holds(1.1, SHOWN, { revision: '1' }).holds(3.1, SHOWN_OTHER, { revision: '2' }).witnesses(),
    )
    expect(changes.map(({ way, reached }) => [way, reached.deployedAt])).toEqual([
      ['git', at(1.1)],
      // Nobody sees that it came to the tool before the next commit did.
      ['git', at(3.1)],
      ['git', at(3.1)],
    ])
    expect(versions.map(({ number, versions: words }) => [number, words])).toEqual([
      [1, ['1']],
      [2, []],
      [3, ['2']],
    ])
    expect(drift?.state).toBe('in_sync')
  })

  test('is in sync with a helper that it does not show, and behind where it shows it', () => {
    const helped = story(2).holds(1.1, SHOWN, { revision: '1' })
    expect(foldFlow(helped.witnesses()).drift?.state).toBe('in_sync')
    const behind = story(3).holds(1.1, SHOWN, { revision: '1' })
    expect(foldFlow(behind.witnesses()).drift).toMatchObject({ state: 'behind', lagCommits: 1 })
    const commit = story(2).commits[0]?.sha
    const exact = story(2).holds(1.1, SHOWN, { revision: '1', commit })
    expect(foldFlow(exact.witnesses()).drift).toMatchObject({ state: 'behind', lagCommits: 1 })
  })

  test('is ahead where somebody edited it', () => {
    const told = story(2).holds(1.1, SHOWN, { revision: '1' }).holds(5, BY_HAND, { revision: '2' }).edit(5)
    expect(foldFlow(told.witnesses()).drift?.state).toBe('ahead')
  })

  test('of an execution is that of its commit, else whatever looks like it', () => {
    const told = story(2).holds(1.1, SHOWN, { revision: '1' })
    const [first] = told.commits
    const seen = { version: '1', commit: first?.sha ?? '', gitHash: told.hash(ONE) }
    expect(foldFlow(story(2).ran(4, SHOWN, { version: '1' }).witnesses()).drift?.state).toBe('in_sync')
    expect(foldFlow(told.ran(4, SHOWN, seen).witnesses()).drift?.state).toBe('behind')
  })

  test('does not depend on the order or the repetition in which it is told', () => {
    const told = story(3)
      .holds(1.1, SHOWN, { revision: '1' })
      .holds(2.5, BY_HAND, { revision: '2' })
      .holds(3.1, SHOWN_OTHER, { revision: '3' })
      .ran(4, SHOWN, { version: '1' })
      .ran(5, SHOWN_OTHER, { version: '3' })
      .witnesses()
    const { commits, tool, executed, turns } = told
    const again = <Item>(all: readonly Item[]): Item[] => [...all, ...all.slice(0, 1)].reverse()
    const folded = foldFlow({
      ...told,
      ...{ commits: again(commits), tool: again(tool), executed: again(executed), turns: again(turns) },
    })
    expect(folded).toEqual(foldFlow(told))
  })
})
