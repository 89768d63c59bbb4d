import { stableJson } from '@/lib/executions/stable-json'
import type { ToldActor } from '@/lib/model/change'
import { isProgram } from './change-people'
import { type GitHistory, type GitStep, groupedBy, isCommitOf } from './git-steps'
import { HOUR, MINUTE, type Micros, SECOND } from './instant'
import { type Edit, fieldsOf, type ToolHistory, type ToolMove } from './tool-steps'
import type { ExecutedTurn } from './witnesses'

/** A change before it is put into words: what came together of its witnesses. */
export type Joined = {
  at: Micros
  /** Undefined where nobody knows what the definition meant. */
  before: string | null | undefined
  after: string | null | undefined
  step: GitStep | null
  move: ToolMove | null
  edits: Edit[]
  /** What Git held came back over what the tool held. */
  isSync: boolean
  /** When what it brought was deployed with something later. */
  deployedWithAt: Micros | null
  /** The execution that alone says that an older version came back. */
  back: ExecutedTurn | null
}

/** What somebody began to look at was there before: nobody has to explain how it came there. */
export const isFirstSight = ({ step, move }: Joined): boolean =>
  step === null && move !== null && move.sinceAt === null

/** What the tool writes down of an edit may be a moment before or after the edit itself. */
const EDIT_SLACK = 5 * SECOND
/** Clocks of a forge and of a tool differ. */
const CLOCK_SLACK = 5 * MINUTE
/** A sync that tells nothing but itself is of the commit before it, unless that is long ago. */
const SYNC_SLACK = HOUR

/** Puts together what speaks of one change: commits, what the tool came to hold, and what its log says was done. */
export function joinSteps(git: GitHistory, tool: ToolHistory): Joined[] {
  const { byMove, alone } = placeEdits(tool)
  const joined = git.steps.map((step): Joined => ofStep(step))
  const byStep = new Map(joined.map((each) => [each.step, each]))
  for (const move of tool.moves) {
    const edits = byMove.get(move) ?? []
    const step = stepOf(move, edits, git.steps, byStep, tool.moves)
    const ofCommit = step === null ? undefined : byStep.get(step)
    if (ofCommit === undefined) joined.push(...ofMove(move, edits, git.steps))
    else joined.push(...takeMove(ofCommit, move, edits, git))
  }
  noteDeployments(git.steps, byStep)
  joined.push(...ofEdits(alone, joined))
  return joined.sort((a, b) => a.at - b.at)
}

/** A change of which nothing is known yet. */
export const nothing: Omit<Joined, 'at'> = {
  before: undefined,
  after: undefined,
  step: null,
  move: null,
  edits: [],
  isSync: false,
  deployedWithAt: null,
  back: null,
}

const ofStep = (step: GitStep): Joined => ({
  ...nothing,
  at: step.at,
  before: step.before,
  after: step.after,
  step,
  edits: [],
})

/** Which move each edit led to: by revision, else the next one that was seen. One that led to nothing new says nothing. */
function placeEdits({ moves, repeats, edits }: ToolHistory) {
  const seen = [...moves, ...repeats].sort((a, b) => a.at - b.at)
  const isMove = new Set(moves)
  const byMove = new Map<ToolMove, Edit[]>()
  const alone: Edit[] = []
  for (const edit of edits) {
    const { revision } = edit.telling
    const ofRevision =
      revision === undefined ? undefined : seen.find(({ telling }) => telling.revision === revision)
    const sight = ofRevision ?? (revision === undefined ? nextSight(edit, seen) : undefined)
    if (sight === undefined) alone.push(edit)
    else if (isMove.has(sight)) byMove.set(sight, [...(byMove.get(sight) ?? []), edit])
    // What has fields of its own (a pause, a schedule) is told by no text.
    else if (fieldsOf(edit).length > 0) alone.push(edit)
  }
  return { byMove, alone }
}

function nextSight(edit: Edit, seen: readonly ToolMove[]): ToolMove | undefined {
  const near = seen
    .filter(({ at }) => Math.abs(at - edit.at) <= EDIT_SLACK)
    .sort((a, b) => Math.abs(a.at - edit.at) - Math.abs(b.at - edit.at))
  const next =
    near[0] ?? seen.find(({ at, sinceAt }) => at >= edit.at && sinceAt !== null && sinceAt <= edit.at)
  return next
}

/** The commit that a move brought to the tool. */
function stepOf(
  move: ToolMove,
  edits: readonly Edit[],
  steps: readonly GitStep[],
  byStep: ReadonlyMap<GitStep | null, Joined>,
  moves: readonly ToolMove[],
): GitStep | null {
  const isFree = (step: GitStep) => byStep.get(step)?.move === null
  const bySha = steps.find(
    (step) =>
      isFree(step) &&
      isCommitOf(step, move.telling.commit) &&
      (step.after === undefined || step.after === move.hash),
  )
  if (bySha !== undefined) return bySha
  const slack = edits.some(isByHand) || isPerson(move.telling.actor) ? 0 : CLOCK_SLACK
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index]
    // What is older than a commit that arrived is not what arrives now.
    if (step === undefined || !isFree(step)) return null
    if (step.at <= move.at + slack && isBroughtBy(step, move, moves, slack)) return step
  }
  return null
}

/** By its path alone a commit is known to be what comes next, unless somebody edits in the tool. */
const isBroughtBy = (step: GitStep, move: ToolMove, moves: readonly ToolMove[], slack: Micros): boolean =>
  step.after === move.hash
    ? !wasHeld(step, move, moves)
    : step.after === undefined && step.at > (move.sinceAt ?? Number.NEGATIVE_INFINITY) && slack > 0

/** The tool held it already when the commit came: somebody had made the same edit there before. */
function wasHeld(step: GitStep, move: ToolMove, moves: readonly ToolMove[]): boolean {
  const holding = moves.findLast(({ at }) => at <= step.at)
  return holding !== undefined && holding !== move && holding.hash === step.after
}

const isPerson = (actor: ToldActor | null | undefined): boolean =>
  actor !== null && actor !== undefined && !isProgram(actor)

/** Somebody did it in the tool, not a sync. */
const isByHand = ({ telling: { way, actor } }: Edit): boolean =>
  way === 'console' || (way === 'api' && isPerson(actor))

/** A move that belongs to no commit: an edit in the tool, or Git's own coming back over one. */
function ofMove(move: ToolMove, edits: Edit[], steps: readonly GitStep[]): Joined[] {
  const isFirst = move.sinceAt === null
  const isSaid = edits.length > 0 || move.telling.actor !== undefined || move.telling.revision === '1'
  // What was there when somebody began to look is no change.
  if (isFirst && !isSaid) return []
  const held = steps.findLast(({ at, after }) => at <= move.at && after !== undefined)
  const isSync =
    edits.some(({ telling }) => telling.way === 'sync') ||
    (!isFirst && held?.after === move.hash && !edits.some(isByHand) && !isPerson(move.telling.actor))
  return [{ ...nothing, at: move.at, before: move.before, after: move.hash, move, edits, isSync }]
}

/** The commit arrived in the tool. What stood there and was never in Git is lost by it: that is a change of its own. */
function takeMove(ofCommit: Joined, move: ToolMove, edits: Edit[], git: GitHistory): Joined[] {
  const { step } = ofCommit
  ofCommit.move = move
  ofCommit.edits = edits
  if (step?.after === undefined) {
    ofCommit.before = move.before
    ofCommit.after = move.hash
    return []
  }
  const isOfGit = git.steps.some(({ before, after }) => before === move.before || after === move.before)
  if (move.before === null || isOfGit) return []
  return [{ ...nothing, at: move.at, before: move.before, after: move.hash, move, edits: [], isSync: true }]
}

/** A commit that was never deployed by itself came with the next one that was. */
function noteDeployments(steps: readonly GitStep[], byStep: ReadonlyMap<GitStep | null, Joined>): void {
  const next = new Map<string, Micros>()
  for (const step of steps.toReversed()) {
    const each = byStep.get(step)
    const earliest = Math.min(
      each?.move?.at ?? Number.POSITIVE_INFINITY,
      next.get(step.repositoryId) ?? Number.POSITIVE_INFINITY,
    )
    next.set(step.repositoryId, earliest)
    if (each !== undefined && Number.isFinite(earliest)) each.deployedWithAt = earliest
  }
}

/** Edits that no text shows: those that say the same at one time are one. A sync belongs to the commit that it brought. */
function ofEdits(alone: readonly Edit[], joined: readonly Joined[]): Joined[] {
  const rest = alone.filter((edit) => {
    if (edit.telling.way !== 'sync' || fieldsOf(edit).length > 0) return true
    const brought = joined.findLast(
      ({ step, move }) =>
        step !== null && move === null && step.at <= edit.at && edit.at - step.at <= SYNC_SLACK,
    )
    brought?.edits.push(edit)
    return brought === undefined
  })
  const groups = groupedBy(rest, ({ telling: { at, actor, fields } }) =>
    stableJson([at, actor, fields ?? null]),
  )
  return [...groups.values()].map((edits) => ({ ...nothing, at: edits[0]?.at ?? 0, edits }))
}
