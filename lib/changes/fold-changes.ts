import { uuidFrom } from '@/lib/executions/identity'
import type { Change } from '@/lib/model/flow-change'
import { ContentReader } from './change-content'
import { actorsIn } from './change-people'
import { describe } from './describe-change'
import { firstExecutions } from './executed-joins'
import { flowDrift } from './flow-drift'
import { versionsOf } from './flow-versions'
import { gitHistoryOf } from './git-steps'
import { type Joined, joinSteps } from './join-steps'
import { toolHistoryOf } from './tool-steps'
import { WholeDefinitions } from './whole-definitions'
import type { FlowWitnesses, FoldedFlow } from './witnesses'

/**
 * What all that is known of a flow's definition comes to: its versions, its changes and its drift. A function of the set of
 * witnesses: their order and repetition do not matter.
 */
export function foldFlow(told: FlowWitnesses): FoldedFlow {
  const git = gitHistoryOf(told.commits)
  const shown = toolHistoryOf(told)
  const whole = new WholeDefinitions(told, git)
  const tool = whole.historyOf(shown)
  const witnesses = { ...told, executed: whole.executedOf(told.executed, 'then') }
  const joined = joinSteps(git, tool)
  const executed = firstExecutions(joined, witnesses.executed)
  const contents = new ContentReader(witnesses.definitions)
  const ids = idsOf(witnesses.flowId, joined)
  const changes = joined.map((each): Change => {
    const id = ids.get(each)
    if (id === undefined) throw new RangeError('A change without an id')
    return describe(id, each, executed.get(each) ?? null, contents.contentOf(each))
  })
  return {
    versions: versionsOf(witnesses, git, tool),
    changes,
    drift: flowDrift({ ...told, executed: whole.executedOf(told.executed, 'now') }, git, shown, whole),
    actors: actorsIn(witnesses),
  }
}

/**
 * A change is known by what the definition came to mean and how often it had come to that before, so that it stays the same
 * when another witness explains it; where that is not known, by its commit or by the edit.
 */
function idsOf(flowId: string, joined: readonly Joined[]): Map<Joined, string> {
  const counts = new Map<string, number>()
  return new Map(
    joined.map((each) => {
      const anchor = anchorOf(each)
      const key = JSON.stringify(anchor)
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      return [each, uuidFrom('change', flowId, ...anchor, count)]
    }),
  )
}

function anchorOf({ at, after, step, edits }: Joined): (string | number)[] {
  if (after !== undefined) return ['to', after ?? 'gone']
  if (step !== null) return ['commit', step.repositoryId, step.commits[0].sha]
  const telling = edits[0]?.telling
  return ['edit', telling?.revision ?? at, telling?.action ?? '']
}
