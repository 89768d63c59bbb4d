import { cutText } from '@/lib/executions/cut-text'
import { commitActor } from '@/lib/ingest/changes/commit-actor'
import type { CommitTelling, ToldActor } from '@/lib/model/change'
import type { GitCommit, GitFileChange } from './read-history'

const MOST_FILES = 3_000
const MAX_MESSAGE = 16_000
const MAX_TITLE = 300
const MOST_CO_AUTHORS = 50
const NOBODY: ToldActor = { kind: 'git', id: 'unknown' }

/** A commit of the tracked branch as a telling, as webhooks make them; who pushed it, Git does not say. */
export function commitTelling(
  of: { repository: string; branch: string; isForced: boolean },
  commit: GitCommit,
  changes: readonly GitFileChange[],
  brought: readonly GitCommit[],
): CommitTelling {
  const coAuthors = coAuthorsOf(commit.message)
  const url = commitPage(of.repository, commit.sha)
  return {
    about: 'commit',
    repository: of.repository,
    branch: of.branch,
    sha: commit.sha,
    at: nanoOf(commit),
    author: commitActor(commit.author) ?? NOBODY,
    committer: commitActor(commit.committer),
    pusher: null,
    message: cutText(commit.message, MAX_MESSAGE),
    ...(url === null ? {} : { url }),
    files: changes.slice(0, MOST_FILES).map(({ path, was }) => ({ path, was })),
    ...(of.isForced ? { isForced: true as const } : {}),
    ...(coAuthors.length === 0 ? {} : { coAuthors }),
    ...(brought.length === 0 ? {} : { brought: brought.map(broughtOf) }),
  }
}

/** When it was committed, as ISO 8601 in UTC. */
export const landedAtOf = (commit: GitCommit): string => new Date(millisecondsOf(commit)).toISOString()

const nanoOf = (commit: GitCommit): string => `${millisecondsOf(commit)}000000`

/** Clocks of machines that commit may say anything; before 1970 and after 2200 they say nothing. */
function millisecondsOf({ committedAt }: GitCommit): number {
  const isTime = Number.isFinite(committedAt) && committedAt > 0 && committedAt < 7_258_118_400
  return isTime ? Math.trunc(committedAt) * 1_000 : 0
}

const broughtOf = ({ sha, author, message }: GitCommit) => ({
  sha,
  author: commitActor(author) ?? NOBODY,
  message: cutText(message.split('\n')[0] ?? '', MAX_TITLE),
})

/** `Co-authored-by: Ada <ada@example.com>`, a line of its own. */
function coAuthorsOf(message: string): ToldActor[] {
  const found = [...message.matchAll(/^co-authored-by:[ \t]*([^<\n]{1,300})<([^<>\n]{1,300})>[ \t]*$/gim)]
  return found.slice(0, MOST_CO_AUTHORS).flatMap(([, name, email]) => commitActor({ name, email }) ?? [])
}

/** The page of a commit, where the host is one whose pages are known. */
export function commitPage(repository: string, sha: string): string | null {
  const [host = '', ...path] = repository.split('/')
  const page = `https://${host}/${path.join('/')}`
  if (host === 'github.com' || host === 'dev.azure.com') return `${page}/commit/${sha}`
  if (/(^|\.)gitlab\./.test(host)) return `${page}/-/commit/${sha}`
  return host === 'bitbucket.org' ? `${page}/commits/${sha}` : null
}
