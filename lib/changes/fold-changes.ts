import { uuidFrom } from '@/lib/executions/identity'
import type { Change } from '@/lib/model/flow-change'
import { ContentReader } from './change-content'
import { actorsIn } from './change-people'
import { describe } from './describe-change'
import { firstExecutions } from './executed-joins'
import { returnsOf, turnWitnesses } from './executed-returns'
import { flowDrift } from './flow-drift'
import { versionsOf } from './flow-versions'
import { gitHistoryOf } from './git-steps'
import { type Joined, joinSteps } from './join-steps'
import { toolHistoryOf } from './tool-steps'
import { WholeDefinitions } from './whole-definitions'
import type { ExecutedTurn, ExecutedWitness, FlowVersion, FlowWitnesses, FoldedFlow } from './witnesses'

/**
 * What all that is known of a flow's definition comes to: its versions, its changes and its drift. A function of the set of
 * witnesses: their order and repetition do not matter.
 */
export function foldFlow(told: FlowWitnesses): FoldedFlow {
  const git = gitHistoryOf(told.commits)
  const shown = toolHistoryOf(told)
  const whole = new WholeDefinitions(told, git)
  const tool = whole.historyOf(shown)
  const turns = whole.turnsOf(told.turns)
  const witnesses = { ...told, executed: whole.executedOf(told.executed, 'then') }
  const steps = joinSteps(git, tool)
  const joined = withReturns(steps, told, turns)
  const executed = firstExecutions(steps, [...witnesses.executed, ...turnWitnesses(turns)])
  const versions = versionsOf(witnesses, git, tool)
  const contents = new ContentReader(witnesses.definitions)
  const ids = idsOf(witnesses.flowId, joined)
  const changes = joined.map((each): Change => {
    const id = ids.get(each)
    if (id === undefined) throw new RangeError('A change without an id')
    const change = describe(id, each, ranFirst(each, executed), contents.contentOf(each))
    return each.back === null ? change : asReturn(change, versions)
  })
  return {
    versions,
    changes,
    drift: flowDrift({ ...told, executed: whole.executedOf(told.executed, 'now') }, git, shown, whole),
    actors: actorsIn(witnesses),
  }
}

const ranFirst = (each: Joined, executed: ReadonlyMap<Joined, ExecutedWitness>): ExecutedWitness | null =>
  (each.back === null ? executed.get(each) : turnWitnesses([each.back])[0]) ?? null

/** Where the tool says what it holds, what runs beside that is no change of it. */
function withReturns(
  joined: Joined[],
  { tool, isDeployedKnown }: FlowWitnesses,
  turns: ExecutedTurn[],
): Joined[] {
  const isHeld =
    isDeployedKnown ||
    tool.some(({ telling }) => telling.about === 'definition' && telling.place === 'deployed')
  return isHeld ? joined : [...joined, ...returnsOf(joined, turns)].sort((a, b) => a.at - b.at)
}

function asReturn(change: Change, versions: readonly FlowVersion[]): Change {
  const number = versions.find(({ hash }) => hash === change.afterHash)?.number
  return { ...change, summary: `back to version ${number ?? 'before'}: ${change.summary}` }
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
