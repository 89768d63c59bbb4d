import { actorKey, type ChangeWay } from '@/lib/model/change'
import type { Change, Witness } from '@/lib/model/flow-change'
import { deploysOf, isProgram, peopleOf } from './change-people'
import { reasonOf } from './change-reason'
import { isoOf, microsOfNano } from './instant'
import { isFirstSight, type Joined } from './join-steps'
import type { ExecutedWitness } from './witnesses'

type Content = Pick<Change, 'classes' | 'summary' | 'differences' | 'fields'>

/** A change in full, of all that speaks of it. */
export function describe(
  id: string,
  joined: Joined,
  executed: ExecutedWitness | null,
  content: Content,
): Change {
  const { at, before, after, step, move, edits, isSync } = joined
  const people = peopleOf(joined)
  const deploys = step === null ? [] : deploysOf(step)
  const isNamed = people.actorKey !== null || people.author !== null || people.editor !== null
  return {
    id,
    at: isoOf(at),
    way: wayOf(joined),
    ...content,
    beforeHash: before ?? null,
    afterHash: after ?? null,
    ...people,
    ...reasonOf(joined),
    reached: {
      committedAt: step === null ? null : isoOf(step.at),
      deployedAt: deployedAtOf(joined, deploys[0]?.telling.at),
      executedAt: executed?.firstAt ?? null,
    },
    deployExecutionId: deploys.find(({ executionId }) => executionId !== null)?.executionId ?? null,
    executionId: executed?.firstExecutionId ?? null,
    isWitnessedBy: {
      git: step !== null || (move?.telling.commit !== undefined && !isSync),
      tool: move !== null || edits.length > 0,
      ci: deploys.length > 0,
      execution: executed !== null,
    },
    isUnexplained:
      !isNamed && !isSync && step === null && move?.telling.commit === undefined && !isFirstSight(joined),
    witnesses: witnessesOf(joined, executed),
    object: objectOf(joined),
  }
}

/** By a commit where there is one, else as the tool says that it was edited. */
function wayOf({ step, edits, isSync, move }: Joined): ChangeWay {
  if (isSync) return 'sync'
  if (step !== null) return 'git'
  const ways = edits.map(({ telling }) => telling.way)
  const told = ways.findLast((way) => way !== 'unknown')
  if (told !== undefined) return told
  if (move?.telling.commit !== undefined) return 'git'
  const actor = move?.telling.actor
  // A program has no console.
  return actor !== undefined && isProgram(actor) ? 'api' : 'unknown'
}

function deployedAtOf({ move, deployedWithAt, step }: Joined, deployed: string | undefined): string | null {
  const times = [
    deployed === undefined ? null : microsOfNano(deployed),
    move?.at ?? null,
    step === null ? null : deployedWithAt,
  ]
  const known = times.filter((each) => each !== null)
  return known.length === 0 ? null : isoOf(Math.min(...known))
}

function objectOf({ edits }: Joined): Change['object'] {
  const object = edits.find(({ telling }) => telling.object !== undefined)?.telling.object
  return object === undefined ? null : { kind: object.kind, id: object.id, name: object.name ?? null }
}

const none = { actorKey: null, url: null, eventId: null, sha: null, executionId: null }

/** All that speaks of a change, in the order of time. */
function witnessesOf({ step, move, edits }: Joined, executed: ExecutedWitness | null): Witness[] {
  const all: Witness[] = []
  for (const { sha, landedAt, telling, merge, deploys } of step?.commits ?? []) {
    const { author, url = null } = telling
    const says = `${sha.slice(0, 7)} ${telling.message.split('\n', 1)[0] ?? ''}`
    all.push({ ...none, kind: 'commit', at: landedAt, actorKey: actorKey(author), says, url, sha })
    if (merge !== null) {
      const by = merge.merger === null ? null : actorKey(merge.merger)
      const at = isoOf(microsOfNano(merge.at))
      all.push({
        ...none,
        kind: 'merge',
        at,
        actorKey: by,
        says: `#${merge.number} ${merge.title}`,
        url: merge.url ?? null,
        sha: merge.sha,
      })
    }
    for (const { telling: deploy, executionId } of deploys) {
      const by = deploy.actor === null ? null : actorKey(deploy.actor)
      const says = deploy.environment === null ? 'deployed' : `deployed to ${deploy.environment}`
      const at = isoOf(microsOfNano(deploy.at))
      all.push({
        ...none,
        kind: 'deploy',
        at,
        actorKey: by,
        says,
        url: deploy.url ?? null,
        sha: deploy.sha,
        executionId,
      })
    }
  }
  if (move !== null) {
    const { revision, actor, url = null, isGone, commit } = move.telling
    const says =
      isGone === true
        ? 'gone from the tool'
        : revision === undefined
          ? 'seen in the tool'
          : `revision ${revision}`
    const by = actor === undefined ? null : actorKey(actor)
    all.push({
      ...none,
      kind: 'revision',
      at: isoOf(move.at),
      actorKey: by,
      says,
      url,
      eventId: move.eventId,
      sha: commit ?? null,
    })
  }
  for (const { at, telling, eventId } of edits) {
    const by = telling.actor === null ? null : actorKey(telling.actor)
    all.push({
      ...none,
      kind: 'edit',
      at: isoOf(at),
      actorKey: by,
      says: telling.action,
      url: telling.url ?? null,
      eventId,
    })
  }
  if (executed !== null) {
    const says = executed.version === null ? 'executed' : `executed as ${executed.version}`
    all.push({
      ...none,
      kind: 'execution',
      at: executed.firstAt,
      says,
      executionId: executed.firstExecutionId,
    })
  }
  return unique(all).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

const unique = (all: readonly Witness[]): Witness[] => [
  ...new Map(all.map((each) => [JSON.stringify(each), each])).values(),
]
