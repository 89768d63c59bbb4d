import type { Db } from '@/db/client'
import {
  completeShas,
  type DueRepository,
  joinPushes,
  lockAsRead,
  markFlowsOfRules,
  noteHead,
} from '@/db/store/read-repositories'
import {
  dropCommitsAfter,
  forgetHistory,
  keepDefinitions,
  storedPositions,
  writeCommits,
  writeHeadFiles,
} from '@/db/store/repository-history'
import { openSecret } from '@/lib/auth/sealed-secret'
import { landedAtOf } from '@/lib/git/commit-telling'
import { fetchBranch, type GitCredential } from '@/lib/git/fetch-branch'
import { GitTrouble } from '@/lib/git/git-trouble'
import { mirrorOf } from '@/lib/git/mirror-folder'
import { GitHistory } from '@/lib/git/read-history'
import { readRemote } from '@/lib/git/remote'
import { CommitReader } from './read-commits'

export type Reading = {
  db: Db
  /** Mirrors are kept below it. */
  dataDir: string
  protocols: readonly string[]
  /** False once another process reads, or this one is stopping: nothing is written then. */
  mayGoOn: () => Promise<boolean>
  signal: AbortSignal
}

/** How much of a branch is read at all: what is older has little to say of what runs now. */
const MOST_HISTORY = 10_000
const ROUND_COMMITS = 500
const AT_ONCE = 100

/** What a round did; `isDone` where the branch is read to its end. */
export type ReadRound = { commits: number; dropped: number; isDone: boolean }

/**
 * Fetches the tracked branch and reads what is new on it: its commits by first parents, what each did to definitions, and at
 * the end its files. Whatever was read before a crash is read again to the same rows.
 */
export async function readRepository(of: DueRepository, reading: Reading): Promise<ReadRound> {
  const { db, dataDir, protocols, signal } = reading
  const directory = mirrorOf(dataDir, of)
  const remote = readRemote(of.url ?? '', protocols)
  const head = await fetchBranch({
    directory,
    remote,
    branch: of.branch,
    credential: credentialOf(of),
    signal,
  })
  const nothing = { commits: 0, dropped: 0, isDone: true }
  const round = head === of.headSha ? nothing : await new BranchReader(of, reading, directory).read(head)
  if (round.isDone && (await reading.mayGoOn()))
    await db.transaction(async (tx) => {
      await completeShas(tx, of)
      await joinPushes(tx, of)
    })
  return round
}

function credentialOf({ credential }: DueRepository): GitCredential | null {
  if (credential === null) return null
  const opened = openSecret(credential, 'repository')
  if (opened === null)
    throw new GitTrouble('The credential was saved with another key of the installation: enter it again')
  const parsed: unknown = JSON.parse(opened)
  if (typeof parsed !== 'object' || parsed === null || !('username' in parsed) || !('secret' in parsed))
    return null
  return { username: String(parsed.username), secret: String(parsed.secret) }
}

/** One round over a branch. */
class BranchReader {
  readonly #of: DueRepository
  readonly #reading: Reading
  readonly #history: GitHistory
  readonly #commits: CommitReader

  constructor(of: DueRepository, reading: Reading, directory: string) {
    this.#of = of
    this.#reading = reading
    this.#history = new GitHistory(directory, reading.signal)
    this.#commits = new CommitReader(of, this.#history)
  }

  async read(head: string): Promise<ReadRound> {
    const chain = await this.#history.firstParents(head, MOST_HISTORY)
    const isFresh = this.#of.headSha === null
    const stored = isFresh
      ? new Map<string, number>()
      : await storedPositions(this.#of, MOST_HISTORY, this.#reading.db)
    // The newest commit that the branch still has. What was read after it is not on the branch any more.
    const known = chain.findIndex((sha) => stored.has(sha))
    const base = stored.get(chain[known] ?? '') ?? 0
    const isRewritten = !isFresh && [...stored.values()].some((position) => position > base)
    const fresh = (known < 0 ? chain : chain.slice(0, known)).reverse()
    const todo = fresh.slice(0, ROUND_COMMITS)
    const round = { commits: 0, dropped: 0, isDone: false }
    let of = this.#of
    // Also without new commits there is a turn: the branch may have been set back.
    for (let at = 0, isFirst = true; isFirst || at < todo.length; isFirst = false) {
      if (!(await this.#reading.mayGoOn())) return round
      const commits = await this.#commits.read(todo.slice(at, at + AT_ONCE), base + at, isRewritten)
      const isLast = at + commits.rows.length >= fresh.length
      const found = isLast ? await this.#commits.filesOf(head) : null
      const written = await this.#reading.db.transaction(async (tx) => {
        if (!(await lockAsRead(tx, of))) return null
        if (isFirst && isFresh) await forgetHistory(tx, of.orgId, of.repositoryId)
        const dropped = isFirst && !isFresh ? await dropCommitsAfter(tx, of, base) : 0
        await writeCommits(tx, of, commits.rows, commits.definitions)
        if (found !== null) {
          await keepDefinitions(tx, of.orgId, found.definitions)
          await writeHeadFiles(tx, of, head, found.files)
          if (isFresh || of.readAt === null) await markFlowsOfRules(tx, of)
        }
        const newest = commits.rows.at(-1)
        const stand = { sha: newest?.sha ?? head, at: newest?.landedAt ?? (await this.#timeOf(head)) }
        await noteHead(tx, of, stand)
        return { dropped, stand }
      })
      if (written === null) return round
      of = { ...of, headSha: written.stand.sha }
      at += commits.rows.length
      round.commits += commits.rows.length
      round.dropped += written.dropped
      round.isDone = isLast
    }
    return round
  }

  async #timeOf(sha: string): Promise<string> {
    const [commit] = await this.#history.commits([sha])
    return commit === undefined ? new Date(0).toISOString() : landedAtOf(commit)
  }
}
