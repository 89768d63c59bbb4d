import {
  type DueRepository,
  lockAsRead,
  markFlowsOfRules,
  noteHead,
  toldCommits,
} from '@/db/store/read-repositories'
import {
  forgetHistory,
  type HistoryCommit,
  storedPositions,
  writeCommits,
} from '@/db/store/repository-history'
import { FileDefinitions } from '@/lib/git/file-definitions'
import type { CommitTelling } from '@/lib/model/change'
import { dateOfNano } from '@/lib/model/unix-nano'
import type { Reading, ReadRound } from './read-repository'

const ROUND_COMMITS = 500

/**
 * Takes the commits of a repository that nobody fetches from what webhooks told: of definitions only their paths are known,
 * so that a file tells of a flow where the rule or its path names it.
 */
export async function readToldCommits(of: DueRepository, { db, mayGoOn }: Reading): Promise<ReadRound> {
  const isFresh = of.headSha === null
  if (isFresh && (await mayGoOn()))
    await db.transaction(async (tx) => {
      if (await lockAsRead(tx, of)) await forgetHistory(tx, of.orgId, of.repositoryId)
    })
  const told = await toldCommits(db, of, ROUND_COMMITS)
  const isDone = told.length < ROUND_COMMITS
  const newest = told.at(-1)
  if (newest === undefined || !(await mayGoOn())) return { commits: 0, dropped: 0, isDone }
  const [last = 0] = (await storedPositions(of, 1, db)).values()
  const definitions = new FileDefinitions(of.orgId, of.name, of.rules)
  const rows = told.map((telling, index) => rowOf(telling, last + index + 1, definitions))
  const isWritten = await db.transaction(async (tx) => {
    if (!(await lockAsRead(tx, of))) return false
    await writeCommits(tx, of, rows, [])
    if (isFresh) await markFlowsOfRules(tx, of)
    await noteHead(tx, of, { sha: newest.sha, at: dateOfNano(newest.at).toISOString() })
    return true
  })
  return { commits: isWritten ? told.length : 0, dropped: 0, isDone: isDone && isWritten }
}

function rowOf(telling: CommitTelling, position: number, definitions: FileDefinitions): HistoryCommit {
  return {
    sha: telling.sha,
    position,
    landedAt: dateOfNano(telling.at).toISOString(),
    telling,
    definitions: telling.files.flatMap(({ path }) =>
      definitions.of(path, telling.sha, null).map(({ flowId }) => ({
        flowId,
        path,
        beforeHash: null,
        afterHash: null,
        isRead: false,
      })),
    ),
  }
}
