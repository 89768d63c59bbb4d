import fs from 'node:fs'
import path from 'node:path'
import { accessOf, type Fetching, fetchBranch } from './fetch-branch'
import { GitTrouble } from './git-trouble'
import { runGit } from './run-git'

const QUICK_MS = 30_000
const PUSH_MS = 5 * 60_000
/** Who commits: nobody's account. */
const COMMITTER = { name: 'Runledger', email: 'runledger@localhost' }

/** A file that is to be on a branch of a remote, and why. */
export type Pushing = Fetching & { file: string; text: string; message: string; at: Date }

/**
 * Puts one file on a branch of a remote by a commit on top of what is there; a branch that is not there begins with it. Never by
 * force: when somebody was faster, it fails, and the next attempt begins with theirs.
 */
export async function pushFile(of: Pushing): Promise<void> {
  const { directory, remote, branch, signal, file } = of
  if (!isFileName(file)) throw new GitTrouble('This is no name of a file in a repository')
  const parent = await headOf(of)
  const git = (args: string[], environment: Record<string, string> = {}, input?: string) =>
    runGit({
      args: [`--git-dir=${directory}`, ...args],
      environment,
      ...(input === undefined ? {} : { input }),
      timeoutMs: QUICK_MS,
      signal,
    }).then((output) => output.toString('utf8').trim())

  const index = path.join(directory, `index-${process.pid}`)
  const withIndex = { GIT_INDEX_FILE: index }
  try {
    await git(parent === null ? ['read-tree', '--empty'] : ['read-tree', parent], withIndex)
    const blob = await git(['hash-object', '-w', '--stdin'], {}, of.text)
    await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`], withIndex)
    const tree = await git(['write-tree'], withIndex)
    const parents = parent === null ? [] : ['-p', parent]
    const commit = await git(['commit-tree', tree, ...parents, '-F', '-'], signature(of.at), of.message)
    const access = await accessOf(of)
    try {
      const args = [
        ...access.options,
        `--git-dir=${directory}`,
        'push',
        '--quiet',
        '--no-verify',
        '--porcelain',
      ]
      await runGit({
        args: [...args, '--', remote.url, `${commit}:refs/heads/${branch}`],
        environment: access.environment,
        timeoutMs: PUSH_MS,
        signal,
      })
    } finally {
      access.forget()
    }
  } finally {
    fs.rmSync(index, { force: true })
  }
}

/** Where the branch stands; null when it does not exist yet. */
async function headOf(of: Fetching): Promise<string | null> {
  try {
    return await fetchBranch(of)
  } catch (error) {
    if (error instanceof GitTrouble && error.message === 'The branch does not exist') return null
    throw error
  }
}

/** A path within a repository that is no option, leads nowhere else and is not git's own. */
const isFileName = (file: string): boolean =>
  /^[\w][\w.-]*(\/[\w][\w.-]*)*$/.test(file) && !/(^|\/)\.git(\/|$)/i.test(file) && file.length < 256

const signature = (at: Date): Record<string, string> => {
  const date = `${Math.floor(at.getTime() / 1000)} +0000`
  return {
    GIT_AUTHOR_NAME: COMMITTER.name,
    GIT_AUTHOR_EMAIL: COMMITTER.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: COMMITTER.name,
    GIT_COMMITTER_EMAIL: COMMITTER.email,
    GIT_COMMITTER_DATE: date,
  }
}
