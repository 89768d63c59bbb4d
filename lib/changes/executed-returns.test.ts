import { describe, expect, test } from 'vitest'
import { foldFlow } from './fold-changes'
import { at, FlowStory, flowText } from './testing/flow-story'

const [A, B] = [flowText('a'), flowText('b')]

/** A branch that went from A to B, and executions that took up both. */
const told = (): FlowStory => new FlowStory().commit(1, A).ran(1.5, A).commit(2, B).ran(2.5, B)

describe('executions that run an older version again', () => {
  test('are a change back to it, at the first of them', () => {
    const { changes, versions, drift } = foldFlow(told().ran(4, A).ran(6, B).witnesses())
    expect(changes.map(({ summary, way, reached }) => [summary, way, reached.executedAt])).toEqual([
      ['definition added', 'git', at(1.5)],
      ['say message a → b', 'git', at(2.5)],
      ['back to version 1: say message b → a', 'unknown', at(4)],
      ['back to version 2: say message a → b', 'unknown', at(6)],
    ])
    expect(changes[2]).toMatchObject({
      at: at(4),
      executionId: 'e3',
      isUnexplained: true,
      isWitnessedBy: { git: false, tool: false, ci: false, execution: true },
      witnesses: [{ kind: 'execution', executionId: 'e3' }],
    })
    expect(changes[2]?.afterHash).toBe(changes[1]?.beforeHash)
    expect(versions).toHaveLength(2)
    expect(drift?.state).toBe('in_sync')
    expect(foldFlow(told().ran(4, A).witnesses()).drift).toMatchObject({ state: 'behind', lagCommits: 1 })
  })

  test('are of the commit that brought it back, whose id the change has before the commit is known', () => {
    const alone = foldFlow(told().ran(4, A).witnesses())
    const { changes } = foldFlow(told().ran(4, A).commit(3, A, { message: 'Revert' }).witnesses())
    expect(changes).toHaveLength(3)
    expect(changes[2]).toMatchObject({ way: 'git', reached: { committedAt: at(3), executedAt: at(4) } })
    expect(changes[2]?.id).toBe(alone.changes[2]?.id)
  })

  test('are nothing while a new version takes over, nor where the tool says what it holds', () => {
    const over = new FlowStory().commit(1, A).ran(1.5, A).commit(2, B).ran(2.5, B).ran(2.55, A).ran(2.6, B)
    expect(foldFlow(over.witnesses()).changes).toHaveLength(2)
    const held = told().holds(1.2, A, { revision: '1' }).holds(2.2, B, { revision: '2' }).ran(4, A)
    expect(foldFlow(held.witnesses()).changes).toHaveLength(2)
  })
})
