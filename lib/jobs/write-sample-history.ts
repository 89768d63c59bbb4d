import type { Db } from '@/db/client'
import {
  completeShas,
  findRepository,
  joinPushes,
  lockAsRead,
  markFlowsOfRules,
  noteHead,
} from '@/db/store/read-repositories'
import { keepDefinitions, writeCommits, writeHeadFiles } from '@/db/store/repository-history'
import type { History } from '@/lib/git/read-history'
import { CommitReader } from './read-commits'

const AT_ONCE = 100

/**
 * Writes the history of the sample's repository as a reader of a real one would, from the first commit to the newest; again
 * as often as one likes. Nothing is fetched: its address is nobody's.
 */
export async function writeSampleHistory(
  db: Db,
  of: { orgId: string; repositoryId: string },
  { shas, history }: { shas: readonly string[]; history: History },
): Promise<void> {
  const head = shas.at(-1)
  await db.transaction(async (tx) => {
    const repository = await findRepository(tx, of.orgId, of.repositoryId)
    if (repository === null || head === undefined || !(await lockAsRead(tx, repository))) return
    const reader = new CommitReader(repository, history)
    let at = 0
    let landedAt = ''
    while (at < shas.length) {
      const { rows, definitions } = await reader.read(shas.slice(at, at + AT_ONCE), at, false)
      await writeCommits(tx, repository, rows, definitions)
      at += rows.length
      landedAt = rows.at(-1)?.landedAt ?? landedAt
    }
    const { files, definitions } = await reader.filesOf(head)
    await keepDefinitions(tx, of.orgId, definitions)
    await writeHeadFiles(tx, repository, head, files)
    await markFlowsOfRules(tx, repository)
    await noteHead(tx, repository, { sha: head, at: landedAt })
  })
}

/** Lets the history know what webhooks told of it: who pushed, and which commit a request became. */
export async function joinSampleHistory(
  db: Db,
  { orgId, repositoryId }: { orgId: string; repositoryId: string },
): Promise<void> {
  const repository = await findRepository(db, orgId, repositoryId)
  if (repository === null) return
  await db.transaction(async (tx) => {
    await completeShas(tx, repository)
    await joinPushes(tx, { ...repository, readAt: null })
  })
}
