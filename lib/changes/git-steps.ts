import { stableJson } from '@/lib/executions/stable-json'
import type { MergeTelling } from '@/lib/model/change'
import { type Micros, microsOf } from './instant'
import type { CommitWitness } from './witnesses'

/** A move of the definition on the tracked branch. */
export type GitStep = {
  repositoryId: string
  at: Micros
  /** What the definition meant before and after; undefined where only the path is known. */
  before: string | null | undefined
  after: string | null | undefined
  /** Those that brought it, oldest first: a commit, and the merge that brought the commit. */
  commits: [CommitWitness, ...CommitWitness[]]
}

/** What commits did to a definition, oldest first, and those that changed nothing of its meaning. */
export type GitHistory = { steps: GitStep[]; repeats: CommitWitness[] }

/** The moves of a definition in Git. A function of the set of commits. */
export function gitHistoryOf(witnesses: readonly CommitWitness[]): GitHistory {
  const commits = [...groupedBy(witnesses, ({ repositoryId, sha }) => `${repositoryId} ${sha}`).values()]
    .map(asOne)
    .sort(inOrder)
  const history: GitHistory = { steps: [], repeats: [] }
  for (const ofOne of groupedBy(commits, ({ repositoryId }) => repositoryId).values())
    addSteps(ofOne, history)
  history.steps.sort((a, b) => a.at - b.at || inOrder(a.commits[0], b.commits[0]))
  return history
}

function addSteps(commits: readonly CommitWitness[], { steps, repeats }: GitHistory): void {
  let last: GitStep | null = null
  for (const commit of commits) {
    const { isRead, beforeHash, afterHash, repositoryId } = commit
    const at = microsOf(commit.landedAt)
    if (!isRead) {
      steps.push({ repositoryId, at, before: undefined, after: undefined, commits: [commit] })
    } else if (beforeHash === afterHash) repeats.push(commit)
    else if (last !== null && last.after === afterHash && isWithin(last, commit)) last.commits.push(commit)
    else {
      last = { repositoryId, at, before: beforeHash, after: afterHash, commits: [commit] }
      steps.push(last)
    }
  }
}

/** A merge brings what its last commit said already; a commit that says it again later is another matter. */
const isWithin = (step: GitStep, commit: CommitWitness): boolean =>
  step.before === commit.beforeHash || commit.merge !== null || /^Merge /.test(commit.telling.message)

/** What is known of one commit, from all rows and repetitions of it: a file that was moved is one change. */
function asOne(rows: CommitWitness[]): CommitWitness {
  const sorted = rows.toSorted((a, b) => compare(a.path, b.path) || compare(stableJson(a), stableJson(b)))
  const read = sorted.filter(({ isRead }) => isRead)
  const [first] = read.length > 0 ? read : sorted
  if (first === undefined) throw new RangeError('A commit without rows')
  const deploys = sorted.flatMap((row) => row.deploys)
  return {
    ...first,
    beforeHash: read.find((row) => row.beforeHash !== null)?.beforeHash ?? null,
    afterHash: read.findLast((row) => row.afterHash !== null)?.afterHash ?? null,
    merge: sorted.find((row) => row.merge !== null)?.merge ?? null,
    deploys: [...new Map(deploys.map((each) => [stableJson(each), each])).entries()]
      .sort(([a], [b]) => compare(a, b))
      .map(([, each]) => each),
  }
}

/** The merge that brought the step, where one did. */
export const mergeOf = (step: GitStep): MergeTelling | null =>
  step.commits.findLast(({ merge }) => merge !== null)?.merge ?? null

/** True where the words name one of the step's commits, in full or by at least seven digits. */
export function isCommitOf(step: GitStep, commit: string | null | undefined): boolean {
  if (commit === null || commit === undefined || commit.length < 7) return false
  const word = commit.toLowerCase()
  return step.commits.some(({ sha, merge }) =>
    [sha, merge?.sha, merge?.headSha].some((each) => each?.toLowerCase().startsWith(word) === true),
  )
}

const inOrder = (a: CommitWitness, b: CommitWitness): number =>
  compare(a.repositoryId, b.repositoryId) || a.position - b.position || compare(a.sha, b.sha)

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
